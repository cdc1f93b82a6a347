package io.github.packtrain.core.explain;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.model.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A class that waits, and which of it have started in what {@link Forecast} foresees. */
final class Line {
  private final WaitingClass waiting;

  /** Of each head. */
  private final int[] started;

  private int startedInAll;

  Line(WaitingClass waiting) {
    this.waiting = waiting;
    this.started = new int[waiting.heads().size()];
  }

  /**
   * A task that starts; those beyond the jobs in sight are taken to be like the last of these.
   *
   * @param startedBefore how many of its job did before it
   */
  record Start(JobId job, int startedBefore, long spanMillis) {}

  ClassKey key() {
    return waiting.key();
  }

  /**
   * @param job whose task it is, or null for who is next
   */
  Start start(@Nullable JobId job) {
    startedInAll++;
    List<Head> heads = waiting.heads();
    for (int i = 0; i < started.length; i++) {
      Head head = heads.get(i);
      if (job == null ? started[i] < head.tasks() : head.job().equals(job)) {
        return new Start(head.job(), started[i]++, head.spanMillis());
      }
    }
    Head last = heads.getLast();
    return new Start(last.job(), started[started.length - 1], last.spanMillis());
  }

  /** What is left of it, if anything. */
  Stream<WaitingClass> left() {
    int eligible = waiting.eligible() - startedInAll;
    if (eligible <= 0) {
      return Stream.empty();
    }
    List<Head> heads = new ArrayList<>();
    for (int i = 0; i < started.length; i++) {
      Head head = waiting.heads().get(i);
      int left = head.tasks() - started[i];
      if (left > 0) {
        heads.add(
            new Head(
                head.job(),
                left,
                head.key(),
                head.turn(),
                head.seat(),
                head.spanMillis(),
                head.owner()));
      }
    }
    return Stream.of(new WaitingClass(waiting.id(), waiting.key(), eligible, heads, 0, List.of()));
  }
}
