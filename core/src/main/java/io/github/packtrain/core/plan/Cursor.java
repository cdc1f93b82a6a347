package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.Tail;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class within one cycle: how much of it is left, and where in the queue its next task stands.
 */
final class Cursor {
  static final Comparator<Cursor> IN_QUEUE_ORDER =
      Comparator.comparingInt((Cursor cursor) -> -cursor.waiting.key().priority())
          .thenComparingLong(cursor -> cursor.headJob)
          .thenComparingInt(cursor -> cursor.waiting.id());

  final WaitingClass waiting;
  final Candidates candidates;
  int left;

  /** How many of the tasks next in line may wait behind a running one. */
  int queueable;

  private int head;
  private int headLeft;
  private long headJob;
  private @Nullable List<Tail> tails;
  private int nextTail;

  Cursor(WaitingClass waiting, Candidates candidates) {
    this.waiting = waiting;
    this.candidates = candidates;
    this.left = waiting.eligible();
    this.queueable = waiting.queueable();
    this.headLeft = waiting.heads().isEmpty() ? 0 : waiting.heads().getFirst().tasks();
    findHeadJob();
  }

  private void findHeadJob() {
    headJob =
        head < waiting.heads().size() ? waiting.heads().get(head).job().value() : Long.MAX_VALUE;
  }

  /** Tasks that may be placed before the order among classes has to be looked at again. */
  int headTasks() {
    return head < waiting.heads().size() ? Math.min(headLeft, left) : left;
  }

  void consume(int tasks) {
    left -= tasks;
    queueable -= tasks;
    headLeft -= tasks;
    while (headLeft <= 0 && head < waiting.heads().size()) {
      head++;
      Head next = head < waiting.heads().size() ? waiting.heads().get(head) : null;
      headLeft += next == null ? left : next.tasks();
    }
    findHeadJob();
  }

  /** The next local queue with room, the shortest first; null when there is none. */
  @Nullable Tail nextTail() {
    if (tails == null) {
      tails = waiting.tails().stream().sorted(Comparator.comparingInt(Tail::depth)).toList();
    }
    return nextTail < tails.size() ? tails.get(nextTail++) : null;
  }
}
