package io.github.packtrain.core;

import io.github.packtrain.core.learn.Factors;
import io.github.packtrain.core.learn.FleetLessons;
import io.github.packtrain.core.learn.Subject;
import io.github.packtrain.core.learn.WorkerLessons;
import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Lore;
import io.github.packtrain.model.WorkerId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was learned, as placement sees it: as it stood when this was made.
 *
 * <p>Kept while little changes, since a new one makes every score be found anew.
 */
final class LearnedLore implements Lore {
  /** What is learned within this time is shown together. */
  private static final long REFRESH_MILLIS = 5_000;

  private static final WorkerLessons UNKNOWN = WorkerLessons.none("");

  /** Numbers in order, and what was learned of each. */
  private final int[] workers;

  private final WorkerLessons[] lessons;
  private final FleetLessons fleet;
  private final long atMillis;
  private final long version;

  /** The last answer; asked for one worker, a policy asks for all factors of it. */
  private @Nullable Answer last;

  private record Answer(ClassKey task, Subject subject, WorkerId worker, Factors factors) {}

  private LearnedLore(CoreState state) {
    this.workers = new int[state.workers.size()];
    this.lessons = new WorkerLessons[workers.length];
    int at = 0;
    for (WorkerRecord worker : state.workers.values()) {
      workers[at] = worker.id.value();
      lessons[at++] = state.learned.lessonsOf(worker.id.value(), worker.hardware());
    }
    this.fleet = state.learned.fleet();
    this.atMillis = state.learned.lastEndMillis();
    this.version = state.learned.ends();
  }

  /** What there is to say now: {@code before} as long as it will do. */
  static Lore of(CoreState state, Lore before) {
    if (state.learned.ends() == 0) {
      return Lore.NONE;
    }
    boolean willDo =
        before instanceof LearnedLore known
            && (known.version == state.learned.ends()
                || state.learned.lastEndMillis() - known.atMillis < REFRESH_MILLIS);
    return willDo ? before : new LearnedLore(state);
  }

  @Override
  public int specialisation(ClassKey task, WorkerId worker) {
    return factors(task, worker).specialisation();
  }

  @Override
  public int affinity(ClassKey task, WorkerId worker) {
    return factors(task, worker).affinity();
  }

  @Override
  public int speed(ClassKey task, WorkerId worker) {
    return factors(task, worker).speed();
  }

  @Override
  public int reliability(ClassKey task, WorkerId worker) {
    return factors(task, worker).reliability();
  }

  @Override
  public int exploration(ClassKey task, WorkerId worker) {
    return factors(task, worker).exploration();
  }

  @Override
  public int failuresMilli(WorkerId worker) {
    return (int) Math.min(lessonsOf(worker).failuresMilli(atMillis), Integer.MAX_VALUE);
  }

  private WorkerLessons lessonsOf(WorkerId worker) {
    int at = Arrays.binarySearch(workers, worker.value());
    return at < 0 ? UNKNOWN : lessons[at];
  }

  private Factors factors(ClassKey task, WorkerId worker) {
    Answer known = last;
    if (known != null && known.task == task && known.worker.equals(worker)) {
      return known.factors;
    }
    Subject subject =
        known != null && known.task == task
            ? known.subject
            : Subjects.of(task.profile(), task.request().gpu());
    Factors factors = fleet.factors(subject, lessonsOf(worker), atMillis);
    last = new Answer(task, subject, worker, factors);
    return factors;
  }
}
