package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Reason.Code;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Topology.Level;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many members of a gang find room, and how near to each other. A task that starts by itself is
 * a gang of one, which matters where its devices have to be in one island.
 */
final class Gang {
  private Gang() {}

  /** How many of one gang fit on the worker, at most {@code most}. */
  static int copies(Request request, WorkerSpec spec, Free free, int most) {
    return mostOn(request, most, spec, free).size();
  }

  /** The devices of all members on one worker, or null when it has not room for all. */
  static @Nullable List<List<DeviceShare>> together(
      Request request, int gang, WorkerSpec spec, Free free) {
    List<List<DeviceShare>> places = mostOn(request, gang, spec, free);
    return places.size() == gang ? places : null;
  }

  /**
   * The devices of as many members as fit on one worker, at most {@code most}. Of islands that hold
   * as many, the one with fewest whole devices free.
   */
  static List<List<DeviceShare>> mostOn(Request request, int most, WorkerSpec spec, Free free) {
    List<List<DeviceShare>> chosen = List.of();
    int leastWhole = Integer.MAX_VALUE;
    for (Free part : parts(request, spec, free)) {
      List<List<DeviceShare>> places = places(request, most, spec, part);
      int whole = part.wholeDevices();
      if (places.size() > chosen.size() || (places.size() == chosen.size() && whole < leastWhole)) {
        leastWhole = whole;
        chosen = places;
      }
    }
    return chosen;
  }

  private static List<Free> parts(Request request, WorkerSpec spec, Free free) {
    return Islands.matterTo(request) ? Islands.each(spec, free) : List.of(free);
  }

  private static List<List<DeviceShare>> places(
      Request request, int most, WorkerSpec spec, Free free) {
    List<List<DeviceShare>> places = new ArrayList<>();
    Free left = free;
    while (places.size() < most) {
      List<DeviceShare> devices = Fit.devicesFor(request, spec, left, Fit.DeviceOrder.TIGHTEST);
      if (devices == null) {
        break;
      }
      left = left.take(new Allocation(request.resources(), devices));
      places.add(devices);
    }
    return places;
  }

  /** Whether workers of these makes could run so many at once when empty, as near as required. */
  static boolean couldEver(Request request, int gang, List<Shape> shapes) {
    Level level = request.topology().require();
    TreeMap<String, Long> places = new TreeMap<>();
    for (Shape shape : shapes) {
      int copies = shape.rooms == 0 ? 0 : copies(request, shape.spec, Free.allOf(shape.spec), gang);
      if (copies >= gang) {
        return true;
      }
      boolean adds = level == Level.ANYWHERE || (level == Level.RACK && !shape.rack.isEmpty());
      String group = level == Level.RACK ? shape.rack : "";
      if (adds && places.merge(group, (long) shape.rooms * copies, Long::sum) >= gang) {
        return true;
      }
    }
    return false;
  }

  /** Workers of which those of one list are as near to each other as the level says. */
  static Collection<List<Room>> groups(Level level, List<Room> rooms) {
    if (level == Level.ANYWHERE) {
      return List.of(rooms);
    }
    TreeMap<String, List<Room>> groups = new TreeMap<>();
    for (Room room : rooms) {
      groups.computeIfAbsent(groupOf(level, room.spec()), _ -> new ArrayList<>()).add(room);
    }
    return groups.values();
  }

  private static String groupOf(Level level, WorkerSpec spec) {
    return switch (level) {
      case ANYWHERE -> "";
      case RACK ->
          Islands.rackOf(spec).isEmpty() ? "worker " + spec.name() : "rack " + Islands.rackOf(spec);
      case HOST, ISLAND -> spec.name();
    };
  }

  /** Why the gang waits although one member alone would find room. */
  static Reason reason(Request request, int gang, List<WorkerState> workers) {
    Level level = request.topology().require();
    Tally anywhere = best(request.withTopology(Topology.NONE), gang, workers, tally -> tally.ever);
    if (anywhere.ever < gang) {
      return new Reason(Code.INFEASIBLE_GANG, workers.size(), gang, anywhere.ever, "", "");
    }
    Tally ever = best(request, gang, workers, tally -> tally.ever);
    if (ever.ever < gang) {
      return apart(Code.INFEASIBLE_TOPOLOGY, request, gang, ever, ever.ever);
    }
    Tally now = best(request, gang, workers, tally -> tally.now);
    if (now.now >= gang) {
      return Reason.of(Code.NEXT_CYCLE, "");
    }
    return level == Level.ANYWHERE
        ? new Reason(Code.GANG, now.places, gang, now.now, "", "")
        : apart(Code.TOPOLOGY, request, gang, now, now.now);
  }

  private static Reason apart(Code code, Request request, int gang, Tally best, int fit) {
    String level = request.topology().require().name().toLowerCase(Locale.ROOT);
    return gang > 1
        ? new Reason(code, best.workers, gang, fit, best.name, level)
        : new Reason(
            code, best.workers, request.gpu().count(), 0, best.name, "GPUs of one " + level);
  }

  private static Tally best(
      Request request, int gang, List<WorkerState> workers, ToIntFunction<Tally> what) {
    TreeMap<String, Tally> groups = new TreeMap<>();
    for (WorkerState worker : workers) {
      WorkerSpec spec = worker.spec();
      String name = groupOf(request.topology().require(), spec);
      Tally tally = groups.computeIfAbsent(name, _ -> new Tally(name));
      boolean open = worker.gate() == Gate.OPEN;
      int here = open ? copies(request, spec, worker.free(), gang) : 0;
      tally.workers++;
      tally.places += here > 0 ? 1 : 0;
      tally.now = Math.min(gang, tally.now + here);
      tally.ever = Math.min(gang, tally.ever + copies(request, spec, Free.allOf(spec), gang));
    }
    return groups.values().stream()
        .max(
            Comparator.comparingInt(what)
                .thenComparing(tally -> tally.name, Comparator.reverseOrder()))
        .orElseThrow();
  }

  /** What workers that are near to each other have room for. */
  private static final class Tally {
    final String name;
    int workers;
    int places;
    int now;
    int ever;

    Tally(String name) {
      this.name = name;
    }
  }
}
