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
  /** Among those of equal priority, or where priorities do not count. */
  static final Comparator<Cursor> BY_KEY =
      Comparator.comparingLong((Cursor cursor) -> cursor.key)
          .thenComparingLong(cursor -> cursor.turn)
          .thenComparingLong(cursor -> cursor.seat)
          .thenComparingLong(cursor -> cursor.headJob)
          .thenComparingInt(cursor -> cursor.waiting.id());

  static final Comparator<Cursor> BY_PRIORITY_AND_KEY =
      Comparator.comparingInt((Cursor cursor) -> -cursor.waiting.key().priority())
          .thenComparing(BY_KEY);

  /** Between queues: whose keys mean different things. */
  static final Comparator<Cursor> BY_PRIORITY_AND_ARRIVAL =
      Comparator.comparingInt((Cursor cursor) -> -cursor.waiting.key().priority())
          .thenComparingLong(cursor -> cursor.headJob)
          .thenComparingInt(cursor -> cursor.waiting.id());

  final WaitingClass waiting;
  final Candidates candidates;
  int left;

  /** How many of the tasks next in line may wait behind a running one. */
  int queueable;

  /** Whether only the bound of one plan stopped it. */
  boolean cutShort;

  private int head;
  private int headLeft;
  private long headJob;
  private long key;
  private long turn;
  private long seat;
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
    if (head < waiting.heads().size()) {
      Head first = waiting.heads().get(head);
      headJob = first.job().value();
      key = first.key();
      turn = first.turn();
      seat = first.seat();
    } else {
      headJob = Long.MAX_VALUE;
      key = Long.MAX_VALUE;
    }
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
