package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.PlanView.Ending;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Reservation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
   * @param old made in an earlier cycle, and not looked at yet in this one
   */
  record Hold(Plan.Promise promise, Allocation allocation, boolean old) {
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
   * @param old whether promises of earlier cycles count
   */
  record Scope(String queue, boolean old) {}

  final Room room;
  private final List<Ending> endings = new ArrayList<>();
  private final List<Hold> holds = new ArrayList<>(0);
  private final List<Reservation> reservations;
  private boolean sorted = true;

  /**
   * @param reservations those that may concern it
   */
  Forecast(Room room, List<Reservation> reservations) {
    this.room = room;
    this.reservations = reservations;
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
    return !holds.isEmpty() || !reservations.isEmpty();
  }

  /** The first reservation that keeps the worker from a queue's jobs at some time of the span. */
  Optional<Reservation> findReservation(String queue, long from, long span) {
    return reservations.stream()
        .filter(kept -> kept.keeps(room.spec().name(), queue, from, plus(from, span)))
        .min(Comparator.comparingLong(Reservation::startMillis));
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
    for (Reservation kept : reservations) {
      times.add(Math.max(from, kept.endMillis()));
    }
  }

  /**
   * What is free all the time from then on for that long; nothing when it is reserved for others.
   */
  Free leastDuring(long from, long span, Scope scope) {
    if (findReservation(scope.queue(), from, span).isPresent()) {
      return Free.nothing(room.free.devices());
    }
    Free least = freeAt(from, scope);
    long until = plus(from, span);
    for (Hold hold : holds) {
      if (hold.fromMillis() > from && hold.fromMillis() < until && (scope.old() || !hold.old())) {
        least = least.least(freeAt(hold.fromMillis(), scope));
      }
    }
    return least;
  }

  private Free freeAt(long at, Scope scope) {
    Free free = room.free;
    for (Ending ending : endings) {
      if (ending.atMillis() <= at) {
        free = free.giveBack(ending.allocation());
      }
    }
    for (Hold hold : holds) {
      boolean counts = scope.old() || !hold.old();
      if (counts && hold.fromMillis() <= at && at < hold.untilMillis()) {
        free = free.takeUpTo(hold.allocation());
      }
    }
    return free;
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
