package io.github.packtrain.core.learn;

import io.github.packtrain.core.learn.FleetLessons.PaceKey;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How workers do: each by topic, kinds of hardware by topic, and all together by kind. */
final class Standings {
  static final int PACES_MAX = 2_048;
  static final int KINDS_MAX = 256;
  private static final int SPREAD_MEMORY = 256;

  /** From how many successes on a kind is known well enough to tell fast from slow. */
  private static final int KNOWN_SUCCESSES = 5;

  final WorkerTable workers = new WorkerTable();
  final RecentTable<PaceKey, Pace> paces = new RecentTable<>(PACES_MAX);
  final RecentTable<String, Standing> byKind = new RecentTable<>(KINDS_MAX);
  final Spread residuals = new Spread(SPREAD_MEMORY);
  private @Nullable FleetLessons shown;

  /** An attempt succeeded, {@code residual} above what was predicted for a usual worker. */
  void succeeded(Subject subject, int worker, String hardware, int residual, long atMillis) {
    Standing all = byKind.find(subject.kindTopic());
    if (all == null || all.successes() < KNOWN_SUCCESSES) {
      learn(subject, worker, standing -> standing.succeeded(atMillis));
      byKind.change(subject.kindTopic(), Standing.NONE, standing -> standing.succeeded(atMillis));
      return;
    }
    // What all workers have in common says nothing of this one, and the first run only of all.
    int relative = all.timed() == 0 ? 0 : residual - all.slowness();
    learn(subject, worker, standing -> standing.succeeded(relative, atMillis));
    byKind.change(
        subject.kindTopic(), Standing.NONE, standing -> standing.succeeded(residual, atMillis));
    paces.change(subject.paceSpot(hardware), Pace.NONE, pace -> pace.observed(relative));
    residuals.add(relative);
  }

  /** An attempt did not succeed. */
  void failed(Subject subject, int worker, long atMillis) {
    learn(subject, worker, standing -> standing.failed(atMillis));
    byKind.change(subject.kindTopic(), Standing.NONE, standing -> standing.failed(atMillis));
  }

  private void learn(Subject subject, int worker, UnaryOperator<Standing> lesson) {
    WorkerTopics own = workers.of(worker);
    own.change(subject.kindTopic(), lesson);
    for (String topic : subject.sharedTopics()) {
      own.change(topic, lesson);
    }
    shown = null;
  }

  /** How much longer than usual the worker takes, in {@link LogTime} steps. */
  int slowness(Subject subject, int worker, String hardware) {
    Pace pace = paces.find(subject.paceSpot(hardware));
    WorkerTopics own = workers.find(worker);
    Standing atKind = own == null ? null : own.find(subject.kindTopic());
    Standing atTopic = own == null || !subject.isSpecial() ? null : own.find(subject.mainTopic());
    return Appraisal.slowness(
        pace == null ? Pace.NONE : pace,
        atKind == null ? Standing.NONE : atKind,
        atTopic == null ? Standing.NONE : atTopic,
        within());
  }

  private long within() {
    return residuals.with(Spread.UNKNOWN, 4);
  }

  void forget(int worker) {
    workers.forget(worker);
  }

  /** The same object as long as nothing was learned of the worker. */
  WorkerLessons lessons(int worker, String hardware) {
    WorkerTopics own = workers.find(worker);
    return own == null ? WorkerLessons.none(hardware) : own.lessons(hardware);
  }

  /** The same object as long as nothing was learned. */
  FleetLessons fleet() {
    FleetLessons known = shown;
    if (known == null) {
      known = new FleetLessons(paces.entries(), byKind.entries(), within());
      shown = known;
    }
    return known;
  }
}
