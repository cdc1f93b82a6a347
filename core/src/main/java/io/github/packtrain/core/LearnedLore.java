package io.github.packtrain.core;

import io.github.packtrain.core.learn.Factors;
import io.github.packtrain.core.learn.FleetLessons;
import io.github.packtrain.core.learn.Standing;
import io.github.packtrain.core.learn.Subject;
import io.github.packtrain.core.learn.WorkerLessons;
import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Lore;
import io.github.packtrain.model.WorkerId;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was learned, as placement sees it: as it stood when this was made.
 *
 * <p>Kept while little changes, since a new one makes every score be found anew.
 */
final class LearnedLore implements Lore {
  /** What is learned within this time is shown together. */
  private static final long REFRESH_MILLIS = 5_000;

  private final TreeMap<Integer, WorkerLessons> workers = new TreeMap<>();
  private final FleetLessons fleet;
  private final long atMillis;
  private final long version;

  /** The last answer; asked for one worker, a policy asks for all factors of it. */
  private @Nullable Answer last;

  private record Answer(ClassKey task, Subject subject, WorkerId worker, Factors factors) {}

  private LearnedLore(CoreState state) {
    for (WorkerRecord worker : state.workers.values()) {
      int id = worker.id.value();
      workers.put(id, state.learned.lessonsOf(id, worker.hardware()));
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
    WorkerLessons lessons = workers.get(worker.value());
    long sum = 0;
    if (lessons != null) {
      for (var entry : lessons.standings().entrySet()) {
        Standing standing = entry.getValue();
        sum += Subject.isKindTopic(entry.getKey()) ? standing.penaltyMilli(atMillis) : 0;
      }
    }
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }

  private Factors factors(ClassKey task, WorkerId worker) {
    Answer known = last;
    if (known != null && known.task == task && known.worker.equals(worker)) {
      return known.factors;
    }
    Subject subject =
        known != null && known.task == task ? known.subject : Subjects.of(task.profile());
    WorkerLessons lessons = workers.get(worker.value());
    Factors factors =
        fleet.factors(subject, lessons == null ? WorkerLessons.none("") : lessons, atMillis);
    last = new Answer(task, subject, worker, factors);
    return factors;
  }
}
