package io.github.packtrain.core.plan;

import io.github.packtrain.core.order.Backfill;
import io.github.packtrain.core.plan.Forecast.Hold;
import io.github.packtrain.core.plan.Forecast.Scope;
import io.github.packtrain.core.plan.Plan.Grant;
import io.github.packtrain.core.plan.Plan.Promise;
import io.github.packtrain.core.plan.PlanView.Ending;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.Horizon;
import io.github.packtrain.core.plan.PlanView.QueueRule;
import io.github.packtrain.core.plan.Reason.Code;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.model.Topology.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Starts promised to those who found no room, and what they keep from others. Each cycle looks at
 * all of them anew, in the order of the queue, and makes them earlier where it can; while what runs
 * ends no later than is known of it, and nobody comes who goes before, none gets later.
 *
 * <p><b>Rule:</b> a promise is the earliest time at which one task of the job (or its gang) will
 * find room, on the workers where it does, and holds that place from then on for as long as the
 * task may run. Whoever is placed after that, from whatever queue, gets only what is free over all
 * of its own time. Promises of the plan before hold until the turn of their jobs comes: a job that
 * finds an earlier start may not take the place of another for it.
 *
 * <p><b>Example:</b> one worker with 4 GPUs, 3 of them taken until 9:30. A wants 4, B and C want 1
 * for one hour and for 20 minutes; it is 9:00. A is promised 9:30; B would delay it; C starts.
 *
 * <p><b>Cost:</b> each promise looks at what runs on the workers that could run it, a gang some
 * dozen times; at most {@value #MAX} are made in a cycle.
 *
 * <p>Source: Lifka, "The ANL/IBM SP scheduling system" (1995), and Mu'alem and Feitelson (2001).
 */
final class Promises {
  private static final int MAX = 32;

  private final Rooms rooms;
  private final long now;
  private final List<Reservation> reservations;
  private final TreeMap<Integer, Forecast> forecasts = new TreeMap<>();
  private final TreeMap<String, Backfill> rules = new TreeMap<>();

  /** Queues of which somebody found no room in this cycle. */
  private final TreeSet<String> stuck = new TreeSet<>();

  private final TreeSet<String> promised = new TreeSet<>();

  /** Of earlier cycles; those whose turn has come are in {@link #kept}. */
  private final TreeMap<JobId, Promise> old = new TreeMap<>();

  private final TreeMap<JobId, Promise> kept = new TreeMap<>();
  private final List<Promise> list = new ArrayList<>();

  Promises(PlanView view, Rooms rooms) {
    Horizon horizon = view.horizon();
    this.rooms = rooms;
    this.now = horizon.nowMillis();
    this.reservations = horizon.reservations();
    for (QueueRule rule : view.queues()) {
      rules.put(rule.queue(), rule.backfill());
    }
    for (Ending ending : horizon.endings()) {
      Room room = rooms.find(ending.worker());
      if (room != null && isThere(room, ending.allocation())) {
        forecastOf(room).ends(ending);
      }
    }
    TreeMap<JobId, ClassKey> waiting = new TreeMap<>();
    if (!horizon.promises().isEmpty()) {
      view.classes()
          .forEach(each -> each.heads().forEach(head -> waiting.put(head.job(), each.key())));
    }
    for (Promise promise : horizon.promises()) {
      ClassKey key = waiting.get(promise.job());
      if (key != null) {
        old.put(promise.job(), promise);
        promise.grants().forEach(grant -> hold(promise, grant, key, true));
      }
    }
  }

  private void hold(Promise promise, Grant grant, ClassKey of, boolean isOld) {
    Room room = rooms.find(grant.worker());
    if (room != null && isThere(room, grant.allocation())) {
      forecastOf(room).hold(new Hold(promise, grant.allocation(), of, isOld));
    }
  }

  /** A machine may have come back with fewer devices. */
  private static boolean isThere(Room room, Allocation allocation) {
    return allocation.devices().stream().allMatch(share -> share.device() < room.free.devices());
  }

  List<Promise> list() {
    return list;
  }

  /** The head of the class is looked at: from now on its own old promise keeps nothing from it. */
  void turn(Cursor cursor) {
    JobId job = cursor.headJob();
    Promise own = job == null ? null : old.remove(job);
    if (own != null) {
      kept.put(own.job(), own);
      for (Grant grant : own.grants()) {
        Room room = rooms.find(grant.worker());
        if (room != null) {
          forecastOf(room).dropOld(own.job());
        }
      }
    }
  }

  /**
   * Whether the promises of those of its queue whose turn comes later in this cycle count. Only who
   * comes first in its queue, and was promised nothing so far, goes before them.
   */
  private boolean respectsOld(Cursor cursor) {
    JobId job = cursor.headJob();
    return stuck.contains(cursor.waiting.key().queue()) || (job != null && kept.containsKey(job));
  }

  // ---- what others may take

  /**
   * The devices that a task of that span may take there now, or null when it would delay what is
   * promised; {@code preferred} where nothing is.
   */
  @Nullable List<DeviceShare> devicesOn(
      Room room, Cursor cursor, Request request, List<DeviceShare> preferred) {
    Free free = freeOn(room, cursor);
    return free == room.free
        ? preferred
        : Fit.devicesFor(request, room.spec(), free, Fit.DeviceOrder.TIGHTEST);
  }

  /** What a task of that span may take there now; the room's own where nothing is promised. */
  Free freeOn(Room room, Cursor cursor) {
    if (list.isEmpty() && old.isEmpty() && kept.isEmpty() && reservations.isEmpty()) {
      return room.free;
    }
    Forecast forecast = forecastOf(room);
    return forecast.isSpokenFor()
        ? forecast.leastDuring(now, cursor.spanMillis(), scopeOf(cursor))
        : room.free;
  }

  /**
   * For what the room is kept from the class although there is some.
   *
   * @param together how many tasks of it would have to fit there
   */
  Reason keptFor(Room room, Cursor cursor, Request request, int together) {
    Forecast forecast = forecastOf(room);
    Scope scope = scopeOf(cursor);
    long span = cursor.spanMillis();
    return forecast
        .findReservation(scope, now, span)
        .filter(
            _ ->
                Gang.copies(
                        request, room.spec(), forecast.leastUnpromised(now, span, scope), together)
                    < together)
        .map(reservation -> reserved(reservation, room))
        .orElseGet(() -> promised(forecast.firstPromise()));
  }

  private Scope scopeOf(Cursor cursor) {
    ClassKey key = cursor.waiting.key();
    return new Scope(key.queue(), key.priority(), cursor.headOwner(), respectsOld(cursor));
  }

  private static Reason reserved(Reservation kept, Room room) {
    String some =
        kept.findPart(room.spec().name())
            .map(part -> ": " + part.devices().size() + " of its GPUs")
            .orElse("");
    return new Reason(
        Code.RESERVATION,
        1,
        kept.startMillis(),
        kept.endMillis(),
        room.spec().name(),
        kept.name() + " for " + kept.holder() + some);
  }

  private static Reason promised(Promise promise) {
    return new Reason(
        Code.RESERVED, 1, promise.atMillis(), 0, promise.workerName(), promise.job().toString());
  }

  /** It was placed there and holds that for its span. */
  void placed(Room room, Allocation allocation, long span) {
    long at = Forecast.plus(now, span);
    if (at != Forecast.NEVER) {
      forecastOf(room).ends(new Ending(room.worker(), at, allocation));
    }
  }

  /** Undoes {@link #placed}. */
  void withdrawn(Room room, Allocation allocation, long span) {
    if (Forecast.plus(now, span) != Forecast.NEVER) {
      forecastOf(room).withdraw(allocation);
    }
  }

  // ---- who is promised what

  /** The head of the class found no room; whether the job after it may be looked at. */
  boolean goesOn(Cursor cursor) {
    String queue = cursor.waiting.key().queue();
    boolean made =
        switch (rules.getOrDefault(queue, Backfill.NONE)) {
          case NONE -> false;
          case EASY -> !promised.contains(queue) && promise(cursor);
          case CONSERVATIVE -> promise(cursor);
        };
    boolean everybody = rules.get(queue) == Backfill.CONSERVATIVE;
    if (made) {
      promised.add(queue);
    }
    if (cursor.candidates().isFeasible()) {
      stuck.add(queue);
    }
    return (cursor.heldFor != null || (made && everybody)) && cursor.skipHead();
  }

  /** False when nothing can be promised: it fits nowhere ever, or nobody knows who it is. */
  private boolean promise(Cursor cursor) {
    JobId job = cursor.headJob();
    if (job == null || list.size() >= MAX) {
      return false;
    }
    List<Room> could = new ArrayList<>();
    for (Room room : rooms.all()) {
      if (room.gate == Gate.OPEN && cursor.candidates().couldEver(room.shape)) {
        could.add(room);
      }
    }
    ClassKey key = cursor.waiting.key();
    Wish wish = new Wish(job, key.request(), key.gang(), cursor.spanMillis(), scopeOf(cursor));
    Promise promise = noLater(kept.get(job), wish, could);
    if (promise == null) {
      return false;
    }
    list.add(promise);
    promise.grants().forEach(grant -> hold(promise, grant, key, false));
    return true;
  }

  /** The earliest start that can be promised, at the latest that of before if it still holds. */
  private @Nullable Promise noLater(@Nullable Promise before, Wish wish, List<Room> could) {
    Promise found = wish.gang == 1 ? promiseOne(wish, could) : promiseGang(wish, could);
    if (before == null || (found != null && found.atMillis() <= before.atMillis())) {
      return found;
    }
    Promise same = promise(wish, Math.max(now, before.atMillis()), wish.groups(could));
    return same == null ? found : same;
  }

  /** Who wants a place, and for how long. */
  private record Wish(JobId job, Request request, int gang, long span, Scope scope) {
    /** Of the workers, those that are near enough to each other. */
    Collection<List<Room>> groups(List<Room> could) {
      return Gang.groups(gang == 1 ? Level.ANYWHERE : request.topology().require(), could);
    }
  }

  private @Nullable Promise promiseOne(Wish wish, List<Room> could) {
    Room best = null;
    long earliest = Forecast.NEVER;
    for (Room room : could) {
      long at = forecastOf(room).earliest(wish.request, now, wish.span, wish.scope);
      if (at < earliest) {
        earliest = at;
        best = room;
      }
    }
    return best == null ? null : promise(wish, earliest, List.of(List.of(best)));
  }

  private @Nullable Promise promiseGang(Wish wish, List<Room> could) {
    Promise earliest = null;
    for (List<Room> near : wish.groups(could)) {
      Promise found = promise(wish, earliestOf(wish, near), List.of(near));
      if (found != null && (earliest == null || found.atMillis() < earliest.atMillis())) {
        earliest = found;
      }
    }
    return earliest;
  }

  /** Room for all members at once grows with time, but for what else is promised. */
  private long earliestOf(Wish wish, List<Room> near) {
    List<Long> times = new ArrayList<>();
    times.add(now);
    near.forEach(room -> forecastOf(room).addTimes(now, times));
    List<Long> distinct = times.stream().sorted().distinct().toList();
    int low = 0;
    int high = distinct.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (places(wish, distinct.get(middle), near) >= wish.gang) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return distinct.get(low);
  }

  private int places(Wish wish, long at, List<Room> near) {
    int places = 0;
    for (Room room : near) {
      if (places < wish.gang) {
        Free free = forecastOf(room).leastDuring(at, wish.span, wish.scope);
        places += Gang.copies(wish.request, room.spec(), free, wish.gang - places);
      }
    }
    return places;
  }

  /** On the first workers that have place then; null when nowhere near enough ones have. */
  private @Nullable Promise promise(Wish wish, long at, Collection<List<Room>> groups) {
    for (List<Room> near : groups) {
      List<Grant> grants = new ArrayList<>();
      for (Room room : near) {
        Free free = forecastOf(room).leastDuring(at, wish.span, wish.scope);
        int missing = wish.gang - grants.size();
        for (List<DeviceShare> devices : Gang.mostOn(wish.request, missing, room.spec(), free)) {
          grants.add(new Grant(room.worker(), new Allocation(wish.request.resources(), devices)));
        }
      }
      if (grants.size() == wish.gang) {
        Room first = Objects.requireNonNull(rooms.find(grants.getFirst().worker()));
        return new Promise(
            wish.job, wish.gang, first.spec().name(), at, Forecast.plus(at, wish.span), grants);
      }
    }
    return null;
  }

  private Forecast forecastOf(Room room) {
    return forecasts.computeIfAbsent(room.id(), _ -> new Forecast(room, reservations));
  }
}
