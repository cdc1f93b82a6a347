package io.github.packtrain.core.explain;

import io.github.packtrain.core.AttemptView;
import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.JobView;
import io.github.packtrain.core.explain.Eta.Basis;
import io.github.packtrain.core.order.Backfill;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Ending;
import io.github.packtrain.core.plan.PlanView.Horizon;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Plans ahead: what runs ends when it is expected to, what waits is planned by the real planner as
 * room comes, and ends in its turn, until the task in question starts. Reservations keep their
 * workers meanwhile, and promised starts are kept and made from plan to plan, as they will be.
 *
 * <p>Two times belong to what runs: when it is expected to end, and until when the planner counts
 * it as running, which is later as a rule. Who is promised a start is told no later one.
 *
 * <p><b>What it leaves out:</b> what will be submitted meanwhile, local queues, and that the limit
 * of a job lets more of it start when some of it end.
 *
 * <p><b>Cost:</b> a pass of the planner for each time at which something ends, ends within a
 * hundredth of the time from now taken together; at most {@value #STEPS_MAX} of them and {@value
 * #LOOKS_MAX} looks at workers, classes and, where the planner looks ahead, at what runs. Only when
 * somebody asks.
 */
final class Forecast {
  private static final int STEPS_MAX = 1_000;
  private static final long LOOKS_MAX = 4_000_000;
  private static final int PLACEMENTS_MAX = 10_000;
  private static final long TOGETHER_PER_TIME = 100;
  private static final long TOGETHER_MIN_MILLIS = 20;
  private static final long LATE_MIN_MILLIS = 1_000;

  private final CoreState state;
  private final Scene scene;
  private final PlanView view;
  private Basis basis = Basis.LEARNED;

  Forecast(CoreState state, Scene scene, PlanView view) {
    this.state = state;
    this.scene = scene;
    this.view = view;
  }

  /**
   * When the task starts of which {@code before} of the same job start before it. Empty when it
   * never will by what can be seen, and when its job stands too far behind in its class.
   */
  Optional<Eta> of(JobView job, int before) {
    Optional<WaitingClass> waiting =
        view.classes().stream().filter(c -> c.key().equals(job.classKey())).findFirst();
    if (waiting.isEmpty()
        || waiting.get().heads().stream().noneMatch(head -> head.job().equals(job.id()))) {
      return Optional.empty();
    }
    Optional<Arrival> median = new Run(job.id(), before, false).go();
    Optional<Arrival> tail = median.isEmpty() ? median : new Run(job.id(), before, true).go();
    if (median.isEmpty() || tail.isEmpty()) {
      return Optional.empty();
    }
    boolean later = median.get().later || tail.get().later;
    long p50 = median.get().millis;
    // A longer run may let somebody else pass by, and ours start earlier.
    long p90 = later ? p50 : Math.max(p50, tail.get().millis);
    OptionalLong promised = before == 0 ? promisedIn(job.id()) : OptionalLong.empty();
    if (promised.isPresent() && (later || promised.getAsLong() <= p90)) {
      // What is promised may break when tasks outrun their estimates, and is then made anew: told
      // twice it must be told alike.
      return Optional.of(
          new Eta(Math.min(p50, promised.getAsLong()), promised.getAsLong(), false, basis));
    }
    return Optional.of(new Eta(p50, p90, later, basis));
  }

  /** From now. */
  private OptionalLong promisedIn(JobId job) {
    return view.horizon().promises().stream()
        .filter(promise -> promise.job().equals(job))
        .mapToLong(promise -> Math.max(0, promise.atMillis() - scene.nowMillis()))
        .min();
  }

  private static long plus(long time, long span) {
    return span >= Long.MAX_VALUE - time ? Long.MAX_VALUE : time + span;
  }

  /** From now; {@code later}: not until then, and nobody looked further. */
  private record Arrival(long millis, boolean later) {}

  /**
   * When something ends.
   *
   * @param countedMillis until when the planner counts it as running; both from now
   */
  private record End(long millis, long countedMillis, int worker, Allocation allocation) {
    /** As the planner sees it then: one that outruns what was thought may take as long again. */
    Ending seenAt(long then, long nowMillis, WorkerId id) {
      long at =
          countedMillis > then
              ? countedMillis
              : then + Math.max(LATE_MIN_MILLIS, then - countedMillis);
      return new Ending(id, plus(nowMillis, at), allocation);
    }
  }

  /** One way that things may go. */
  private final class Run {
    private final JobId wanted;
    private final int before;
    private final boolean tail;
    private final List<WorkerState> workers = new ArrayList<>(view.workers());
    private final TreeMap<WorkerId, Integer> places = new TreeMap<>();
    private final TreeMap<Integer, Line> lines = new TreeMap<>();
    private final TreeMap<JobId, RunLength> lengths = new TreeMap<>();
    private final PriorityQueue<End> ends =
        new PriorityQueue<>(Comparator.comparingLong(End::millis).thenComparingInt(End::worker));

    /** When workers are open again that were reserved. */
    private final TreeSet<Long> openings = new TreeSet<>();

    private final Planner planner =
        Planner.withoutChoices(scene.placement().create(), PLACEMENTS_MAX);
    private List<Plan.Promise> promises = view.horizon().promises();

    Run(JobId wanted, int before, boolean tail) {
      this.wanted = wanted;
      this.before = before;
      this.tail = tail;
      TreeMap<WorkerId, ArrayDeque<Ending>> counted = new TreeMap<>();
      for (Ending ending : view.horizon().endings()) {
        counted.computeIfAbsent(ending.worker(), _ -> new ArrayDeque<>()).add(ending);
      }
      for (int i = 0; i < workers.size(); i++) {
        WorkerId id = workers.get(i).id();
        places.put(id, i);
        addEnds(i, counted.getOrDefault(id, new ArrayDeque<>()));
      }
      view.classes().forEach(waiting -> lines.put(waiting.id(), new Line(waiting)));
      for (Reservation kept : view.horizon().reservations()) {
        if (kept.endMillis() > scene.nowMillis()) {
          openings.add(kept.endMillis() - scene.nowMillis());
        }
      }
    }

    /** What holds room ends, those behind it in its local queue as well, one after the other. */
    private void addEnds(int place, ArrayDeque<Ending> counted) {
      List<AttemptView> attempts = state.attemptsOn(workers.get(place).id());
      for (AttemptView attempt : attempts) {
        if (attempt.behind() == null) {
          long started = attempt.startedAtMillis();
          long ran = started == 0 ? 0 : Math.max(0, scene.nowMillis() - started);
          long left = lengthOf(attempt).leftMillis(ran, tail) + behind(attempt.id(), attempts);
          Ending known = counted.poll();
          long until = known == null ? left : known.atMillis() - scene.nowMillis();
          ends.add(new End(left, until, place, attempt.allocation()));
        }
      }
    }

    /** How long those behind it run. */
    private long behind(AttemptId ahead, List<AttemptView> attempts) {
      for (AttemptView attempt : attempts) {
        if (ahead.equals(attempt.behind())) {
          return lengthOf(attempt).millis(tail) + behind(attempt.id(), attempts);
        }
      }
      return 0;
    }

    private RunLength lengthOf(AttemptView attempt) {
      return rested(RunLength.of(attempt.spec(), state));
    }

    private RunLength lengthOf(JobId job) {
      return rested(
          lengths.computeIfAbsent(
              job,
              id ->
                  state
                      .findJob(id)
                      .map(found -> RunLength.of(found.spec(), state))
                      .orElseThrow(() -> new IllegalStateException("nobody waits as " + id))));
    }

    private RunLength rested(RunLength length) {
      basis = length.basis().compareTo(basis) > 0 ? length.basis() : basis;
      return length;
    }

    Optional<Arrival> go() {
      long now = 0;
      long looks = 0;
      for (int step = 0; ; step++) {
        if (place(now)) {
          return Optional.of(new Arrival(now, false));
        }
        if (ends.isEmpty() && openings.isEmpty()) {
          return Optional.empty();
        }
        looks += workers.size() + lines.size();
        looks += looksAhead(now) ? (long) ends.size() * (1 + promises.size()) : 0;
        if (step == STEPS_MAX || looks + planner.looks() > LOOKS_MAX) {
          return Optional.of(new Arrival(now, true));
        }
        now = passUntil(next());
      }
    }

    private long next() {
      long end = ends.isEmpty() ? Long.MAX_VALUE : ends.element().millis;
      return openings.isEmpty() ? end : Math.min(end, openings.first());
    }

    /** Ends what ends then or shortly after; answers when the last of it did. */
    private long passUntil(long first) {
      long now = first;
      long until = first + Math.max(TOGETHER_MIN_MILLIS, first / TOGETHER_PER_TIME);
      while (!ends.isEmpty() && ends.element().millis <= until) {
        End end = ends.remove();
        now = end.millis;
        set(end.worker, workers.get(end.worker).free().giveBack(end.allocation));
      }
      while (!openings.isEmpty() && openings.first() <= until) {
        now = Math.max(now, openings.removeFirst());
      }
      return now;
    }

    private void set(int place, Free free) {
      WorkerState before = workers.get(place);
      workers.set(
          place, new WorkerState(before.id(), before.spec(), free, before.gate(), before.load()));
    }

    private boolean looksAhead(long now) {
      return view.horizon().wanted()
          && (!reservedAfter(now).isEmpty()
              || view.queues().stream().anyMatch(rule -> rule.backfill() != Backfill.NONE));
    }

    private List<Reservation> reservedAfter(long now) {
      return view.horizon().reservations().stream()
          .filter(kept -> kept.endMillis() - scene.nowMillis() > now)
          .toList();
    }

    private PlanView viewAt(long now) {
      List<WaitingClass> waiting = lines.values().stream().flatMap(Line::left).toList();
      return new PlanView(
          view.position(),
          waiting,
          workers,
          view.queues(),
          view.demand(),
          view.lore(),
          looksAhead(now) ? horizonAt(now) : Horizon.NONE);
    }

    private Horizon horizonAt(long now) {
      List<Ending> endings = new ArrayList<>(ends.size());
      for (End end : ends) {
        endings.add(end.seenAt(now, scene.nowMillis(), workers.get(end.worker).id()));
      }
      return new Horizon(true, scene.nowMillis() + now, endings, promises, reservedAfter(now));
    }

    /** Places what finds room; true when the wanted one is among it. */
    private boolean place(long now) {
      Plan plan = planner.plan(viewAt(now));
      promises = plan.promises();
      for (Placement placement : plan.placements()) {
        Line line = lines.get(placement.taskClass());
        Integer place = places.get(placement.worker());
        if (line == null || place == null) {
          throw new IllegalStateException("planned for nobody: " + placement);
        }
        Line.Start start = line.start(placement.job());
        long end = now + lengthOf(start.job()).millis(tail);
        if (start.job().equals(wanted) && start.startedBefore() >= before) {
          return true;
        }
        Allocation allocation =
            new Allocation(line.key().request().resources(), placement.devices());
        set(place, workers.get(place).free().take(allocation));
        ends.add(new End(end, plus(now, start.spanMillis()), place, allocation));
      }
      return false;
    }
  }
}
