package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.PlanView.Ending;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.model.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What will be free on a worker, as far as one knows: what runs gives back what it holds when it
 * ends, and what was promised takes its place when it starts.
 */
final class Forecast {
  static final long NEVER = Long.MAX_VALUE;

  private static final Comparator<Ending> BY_TIME = Comparator.comparingLong(Ending::atMillis);

  /**
   * A promised start and what it will hold from then on.
   *
   * @param of what waits for it
   * @param old made in an earlier cycle, and not looked at yet in this one
   */
  record Hold(Plan.Promise promise, Allocation allocation, ClassKey of, boolean old) {
    long fromMillis() {
      return promise.atMillis();
    }

    long untilMillis() {
      return promise.untilMillis();
    }
  }

  /**
   * Who asks.
   *
   * @param owner empty where that does not matter, or is not known
   * @param old whether promises of earlier cycles count that were made in the same queue, or to
   *     somebody of lower priority; those of other queues always do
   */
  record Scope(String queue, int priority, String owner, boolean old) {
    boolean counts(Hold hold) {
      return !hold.old || old || (!hold.of.queue().equals(queue) && hold.of.priority() >= priority);
    }

    boolean isKeptOut(Reservation kept) {
      return !kept.holder().includes(queue, owner);
    }
  }

  /**
   * A reservation that concerns the worker.
   *
   * @param part what of it is kept, with its share of the rest; null for all of it
   */
  private record Kept(Reservation reservation, @Nullable Allocation part) {}

  final Room room;
  private final List<Ending> endings = new ArrayList<>();
  private final List<Hold> holds = new ArrayList<>(0);
  private final List<Kept> kept = new ArrayList<>(0);
  private boolean sorted = true;

  /**
   * @param reservations whatever is reserved
   */
  Forecast(Room room, List<Reservation> reservations) {
    this.room = room;
    String name = room.spec().name();
    for (Reservation each : reservations) {
      if (each.keepsAllOf(name)) {
        kept.add(new Kept(each, null));
      } else {
        each.findPart(name).ifPresent(part -> kept.add(new Kept(each, partOf(room, part))));
      }
    }
  }

  /** Devices that are there no more are not kept. */
  private static Allocation partOf(Room room, Reservation.Part part) {
    List<Device> devices = room.spec().devices();
    List<DeviceShare> shares = new ArrayList<>();
    for (int i = 0; i < devices.size() && i < room.free.devices(); i++) {
      if (part.devices().contains(devices.get(i).uuid())) {
        shares.add(new DeviceShare(i, GpuRequest.WHOLE, devices.get(i).memoryBytes()));
      }
    }
    Resources all = room.spec().allocatable();
    int of = Math.max(1, devices.size());
    int count = shares.size();
    return new Allocation(
        new Resources(
            (int) ((long) all.cpuMilli() * count / of), all.memoryBytes() / of * count, 0),
        shares);
  }

  /** Held from now on, and taken from the room already. */
  void ends(Ending ending) {
    endings.add(ending);
    sorted = false;
  }

  /** What was added last for this allocation is not held after all. */
  void withdraw(Allocation allocation) {
    for (int i = endings.size() - 1; i >= 0; i--) {
      if (endings.get(i).allocation().equals(allocation)) {
        endings.remove(i);
        return;
      }
    }
  }

  void hold(Hold hold) {
    holds.add(hold);
  }

  void dropOld(JobId job) {
    holds.removeIf(hold -> hold.old() && hold.promise().job().equals(job));
  }

  boolean isSpokenFor() {
    return !holds.isEmpty() || !kept.isEmpty();
  }

  /** The first reservation that keeps the worker, or a part of it, from the asker. */
  Optional<Reservation> findReservation(Scope scope, long from, long span) {
    return kept.stream()
        .map(Kept::reservation)
        .filter(each -> scope.isKeptOut(each) && each.overlaps(from, plus(from, span)))
        .min(Comparator.comparingLong(Reservation::startMillis));
  }

  /** What would be free all that time if nothing was promised. */
  Free leastUnpromised(long from, long span, Scope scope) {
    return leastDuring(from, span, scope, List.of());
  }

  /** The promise that begins first. */
  Plan.Promise firstPromise() {
    Plan.Promise first = holds.getFirst().promise();
    for (Hold hold : holds) {
      first = hold.fromMillis() < first.atMillis() ? hold.promise() : first;
    }
    return first;
  }

  /** When the request will find room for that long, not before {@code from}; or {@link #NEVER}. */
  long earliest(Request request, long from, long span, Scope scope) {
    return !isSpokenFor()
        ? earliestUnpromised(request, from)
        : earliestBeside(request, from, span, scope);
  }

  /** With nothing promised there is only more room later. */
  private long earliestUnpromised(Request request, long from) {
    sort();
    Free free = room.free;
    if (fits(request, free)) {
      return from;
    }
    for (Ending ending : endings) {
      free = free.giveBack(ending.allocation());
      if (fits(request, free)) {
        return Math.max(from, ending.atMillis());
      }
    }
    return NEVER;
  }

  private long earliestBeside(Request request, long from, long span, Scope scope) {
    List<Long> times = new ArrayList<>();
    times.add(from);
    addTimes(from, times);
    times.sort(null);
    for (long at : times) {
      if (fits(request, leastDuring(at, span, scope))) {
        return at;
      }
    }
    return NEVER;
  }

  private boolean fits(Request request, Free free) {
    return Fit.devicesFor(request, room.spec(), free, Fit.DeviceOrder.TIGHTEST) != null;
  }

  /** The times at which something becomes free, into {@code times}. */
  void addTimes(long from, List<Long> times) {
    for (Ending ending : endings) {
      times.add(Math.max(from, ending.atMillis()));
    }
    for (Hold hold : holds) {
      if (hold.untilMillis() != NEVER) {
        times.add(hold.untilMillis());
      }
    }
    for (Kept each : kept) {
      times.add(Math.max(from, each.reservation.endMillis()));
    }
  }

  /**
   * What is free all the time from then on for that long; nothing when it is reserved for others.
   */
  Free leastDuring(long from, long span, Scope scope) {
    return leastDuring(from, span, scope, holds);
  }

  private Free leastDuring(long from, long span, Scope scope, List<Hold> promised) {
    long until = plus(from, span);
    Free least = freeAt(from, scope, promised);
    for (Kept each : kept) {
      if (scope.isKeptOut(each.reservation) && each.reservation.overlaps(from, until)) {
        if (each.part == null) {
          return Free.nothing(room.free.devices());
        }
        long start = each.reservation.startMillis();
        least = start > from ? least.least(freeAt(start, scope, promised)) : least;
      }
    }
    for (Hold hold : promised) {
      if (hold.fromMillis() > from && hold.fromMillis() < until && scope.counts(hold)) {
        least = least.least(freeAt(hold.fromMillis(), scope, promised));
      }
    }
    return least;
  }

  private Free freeAt(long at, Scope scope, List<Hold> promised) {
    Free free = room.free;
    for (Ending ending : endings) {
      if (ending.atMillis() <= at) {
        free = free.giveBack(ending.allocation());
      }
    }
    for (Hold hold : promised) {
      if (scope.counts(hold) && hold.fromMillis() <= at && at < hold.untilMillis()) {
        free = free.takeUpTo(hold.allocation());
      }
    }
    for (Kept each : kept) {
      if (each.part != null
          && scope.isKeptOut(each.reservation)
          && each.reservation.overlaps(at, at + 1)) {
        free = free.takeUpTo(rest(each.part, at));
      }
    }
    return free;
  }

  /** What is reserved, without what those hold beside them who are on its devices then. */
  private Allocation rest(Allocation part, long at) {
    long cpuMilli = part.resources().cpuMilli();
    long memoryBytes = part.resources().memoryBytes();
    for (Ending ending : endings) {
      if (ending.atMillis() > at && isOn(part, ending.allocation())) {
        cpuMilli -= ending.allocation().resources().cpuMilli();
        memoryBytes -= ending.allocation().resources().memoryBytes();
      }
    }
    return new Allocation(
        new Resources((int) Math.max(0, cpuMilli), Math.max(0, memoryBytes), 0), part.devices());
  }

  private static boolean isOn(Allocation part, Allocation held) {
    return held.devices().stream()
        .anyMatch(
            share -> part.devices().stream().anyMatch(kept -> kept.device() == share.device()));
  }

  private void sort() {
    if (!sorted) {
      endings.sort(BY_TIME);
      sorted = true;
    }
  }

  static long plus(long time, long span) {
    return span >= NEVER - time ? NEVER : time + span;
  }
}
