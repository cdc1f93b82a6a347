package io.github.packtrain.core.explain;

import io.github.packtrain.core.AttemptView;
import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.JobView;
import io.github.packtrain.core.explain.Eta.Basis;
import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Plans ahead: what runs ends when it is expected to, what waits is planned by the real planner as
 * room comes, and ends in its turn, until the task in question starts.
 *
 * <p><b>What it leaves out:</b> what will be submitted meanwhile, local queues, and that the limit
 * of a job lets more of it start when some of it end.
 *
 * <p><b>Cost:</b> a pass of the planner for each time at which something ends, ends within a
 * hundredth of the time from now taken together; at most {@value #STEPS_MAX} of them and {@value
 * #LOOKS_MAX} looks at workers and classes. Only when somebody asks.
 */
final class Forecast {
  private static final int STEPS_MAX = 1_000;
  private static final long LOOKS_MAX = 4_000_000;
  private static final int PLACEMENTS_MAX = 10_000;
  private static final long TOGETHER_PER_TIME = 100;
  private static final long TOGETHER_MIN_MILLIS = 20;

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
    OptionalLong ahead = waiting.map(c -> aheadIn(c, job.id())).orElse(OptionalLong.empty());
    if (waiting.isEmpty() || ahead.isEmpty()) {
      return Optional.empty();
    }
    long turn = ahead.getAsLong() + before;
    Optional<Arrival> median = new Run(waiting.get().id(), turn, false).go();
    Optional<Arrival> tail =
        median.isEmpty() ? median : new Run(waiting.get().id(), turn, true).go();
    if (median.isEmpty() || tail.isEmpty()) {
      return Optional.empty();
    }
    boolean later = median.get().later || tail.get().later;
    long p50 = median.get().millis;
    // A longer run may let somebody else pass by, and ours start earlier.
    long p90 = later ? p50 : Math.max(p50, tail.get().millis);
    return Optional.of(new Eta(p50, p90, later, basis));
  }

  private static OptionalLong aheadIn(WaitingClass waiting, JobId job) {
    long ahead = 0;
    for (Head head : waiting.heads()) {
      if (head.job().equals(job)) {
        return OptionalLong.of(ahead);
      }
      ahead += head.tasks();
    }
    return OptionalLong.empty();
  }

  /** From now; {@code later}: not until then, and nobody looked further. */
  private record Arrival(long millis, boolean later) {}

  private record End(long millis, int worker, Allocation allocation) {}

  /** One way that things may go. */
  private final class Run {
    private final int wantedClass;
    private final long turn;
    private final boolean tail;
    private final List<WorkerState> workers = new ArrayList<>(view.workers());
    private final TreeMap<WorkerId, Integer> places = new TreeMap<>();
    private final TreeMap<Integer, Queue> queues = new TreeMap<>();
    private final TreeMap<JobId, RunLength> lengths = new TreeMap<>();
    private final PriorityQueue<End> ends =
        new PriorityQueue<>(Comparator.comparingLong(End::millis).thenComparingInt(End::worker));
    private final Planner planner =
        Planner.withoutChoices(scene.placement().create(), PLACEMENTS_MAX);

    Run(int wantedClass, long turn, boolean tail) {
      this.wantedClass = wantedClass;
      this.turn = turn;
      this.tail = tail;
      for (int i = 0; i < workers.size(); i++) {
        places.put(workers.get(i).id(), i);
        addEnds(i);
      }
      for (WaitingClass waiting : view.classes()) {
        queues.put(waiting.id(), new Queue(waiting));
      }
    }

    /** What holds room ends, those behind it in its local queue as well, one after the other. */
    private void addEnds(int place) {
      List<AttemptView> attempts = state.attemptsOn(workers.get(place).id());
      for (AttemptView attempt : attempts) {
        if (attempt.behind() == null) {
          long started = attempt.startedAtMillis();
          long ran = started == 0 ? 0 : Math.max(0, scene.nowMillis() - started);
          long left = lengthOf(attempt).leftMillis(ran, tail) + behind(attempt.id(), attempts);
          ends.add(new End(left, place, attempt.allocation()));
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

    /** Of the next task in line; those beyond the jobs in sight are like the last of these. */
    private RunLength lengthOf(Queue queue) {
      return rested(
          lengths.computeIfAbsent(
              queue.next(),
              id ->
                  state
                      .findJob(id)
                      .map(job -> RunLength.of(job.spec(), state))
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
        if (ends.isEmpty()) {
          return Optional.empty();
        }
        looks += workers.size() + queues.size();
        if (step == STEPS_MAX || looks + planner.looks() > LOOKS_MAX) {
          return Optional.of(new Arrival(now, true));
        }
        now = ends.element().millis;
        long until = now + Math.max(TOGETHER_MIN_MILLIS, now / TOGETHER_PER_TIME);
        while (!ends.isEmpty() && ends.element().millis <= until) {
          End end = ends.remove();
          now = end.millis;
          set(end.worker, workers.get(end.worker).free().giveBack(end.allocation));
        }
      }
    }

    private void set(int place, Free free) {
      WorkerState before = workers.get(place);
      workers.set(
          place, new WorkerState(before.id(), before.spec(), free, before.gate(), before.load()));
    }

    /** Places what finds room; true when the wanted one is among it. */
    private boolean place(long now) {
      List<WaitingClass> waiting = queues.values().stream().flatMap(Queue::left).toList();
      PlanView then =
          new PlanView(
              view.position(), waiting, workers, view.queues(), view.demand(), view.lore());
      for (Placement placement : planner.plan(then).placements()) {
        Queue queue = queues.get(placement.taskClass());
        Integer place = places.get(placement.worker());
        if (queue == null || place == null) {
          throw new IllegalStateException("planned for nobody: " + placement);
        }
        Allocation allocation =
            new Allocation(queue.key().request().resources(), placement.devices());
        set(place, workers.get(place).free().take(allocation));
        ends.add(new End(now + lengthOf(queue).millis(tail), place, allocation));
        queue.placed++;
        if (placement.taskClass() == wantedClass && queue.placed > turn) {
          return true;
        }
      }
      return false;
    }
  }

  /** A class and how many of it have started. */
  private static final class Queue {
    private final WaitingClass waiting;
    private int placed;

    Queue(WaitingClass waiting) {
      this.waiting = waiting;
    }

    /** Whose task is next. */
    JobId next() {
      int before = 0;
      for (Head head : waiting.heads()) {
        before += head.tasks();
        if (placed < before) {
          return head.job();
        }
      }
      return waiting.heads().getLast().job();
    }

    ClassKey key() {
      return waiting.key();
    }

    /** What is left of it, if anything. */
    Stream<WaitingClass> left() {
      int eligible = waiting.eligible() - placed;
      if (eligible <= 0) {
        return Stream.empty();
      }
      List<Head> heads = new ArrayList<>();
      int gone = placed;
      for (Head head : waiting.heads()) {
        int left = Math.max(0, head.tasks() - gone);
        gone = Math.max(0, gone - head.tasks());
        if (left > 0) {
          heads.add(
              new Head(head.job(), left, head.key(), head.turn(), head.seat(), head.spanMillis()));
        }
      }
      return Stream.of(
          new WaitingClass(waiting.id(), waiting.key(), eligible, heads, 0, List.of()));
    }
  }
}
