package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.Tail;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.model.JobId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class within one cycle: how much of it is left, and where in the queue its next task stands.
 */
final class Cursor {
  /** Among those of equal priority, or where priorities do not count. */
  static int byKey(Cursor a, Cursor b) {
    if (a.key != b.key) {
      return Long.compare(a.key, b.key);
    }
    if (a.turn != b.turn) {
      return Long.compare(a.turn, b.turn);
    }
    return a.seat != b.seat ? Long.compare(a.seat, b.seat) : byArrival(a, b);
  }

  static int byPriorityAndKey(Cursor a, Cursor b) {
    return a.priority != b.priority ? Integer.compare(b.priority, a.priority) : byKey(a, b);
  }

  /** Between queues: whose keys mean different things. */
  static int byPriorityAndArrival(Cursor a, Cursor b) {
    return a.priority != b.priority ? Integer.compare(b.priority, a.priority) : byArrival(a, b);
  }

  private static int byArrival(Cursor a, Cursor b) {
    return a.headJob != b.headJob
        ? Long.compare(a.headJob, b.headJob)
        : Integer.compare(a.waiting.id(), b.waiting.id());
  }

  final WaitingClass waiting;
  final Levels levels;
  private final int priority;
  int left;

  /** How many of the tasks next in line may wait behind a running one. */
  int queueable;

  /** Whether only the bound of one plan stopped it. */
  boolean cutShort;

  /** For what the room that there is was kept from the last head; null when there was none. */
  @Nullable Reason heldFor;

  /** For what the first head was passed over; null when none was. */
  @Nullable Reason passedFor;

  /** Tasks of heads that were passed over in this cycle. */
  private int skipped;

  /** The room that is free for it and that it does not want, or null. */
  @Nullable Room declined;

  private int head;
  private int headLeft;
  private long headJob;
  private long key;
  private long turn;
  private long seat;
  private @Nullable List<Tail> tails;
  private int nextTail;

  Cursor(WaitingClass waiting, Levels levels) {
    this.waiting = waiting;
    this.levels = levels;
    this.priority = waiting.key().priority();
    this.left = waiting.eligible();
    this.queueable = waiting.queueable();
    this.headLeft = waiting.heads().isEmpty() ? 0 : waiting.heads().getFirst().tasks();
    findHeadJob();
  }

  /** On the level that is required at least. */
  Candidates candidates() {
    return levels.widest;
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
    return head < waiting.heads().size() ? Math.min(headLeft, open()) : open();
  }

  /** Tasks that were not passed over. */
  int open() {
    return left - skipped;
  }

  /** Whose turn it is, or null where only the number of tasks is known. */
  @Nullable JobId headJob() {
    return head < waiting.heads().size() ? waiting.heads().get(head).job() : null;
  }

  /** Whose job it is, where that matters; else empty. */
  String headOwner() {
    return head < waiting.heads().size() ? waiting.heads().get(head).owner() : "";
  }

  /** How long a task of it will hold its place at the most. */
  long spanMillis() {
    return head < waiting.heads().size() ? waiting.heads().get(head).spanMillis() : Long.MAX_VALUE;
  }

  /** Goes on with the job after the head; false when nobody is known there. */
  boolean skipHead() {
    if (head + 1 >= waiting.heads().size()) {
      return false;
    }
    passedFor = passedFor == null ? heldFor : passedFor;
    skipped += headTasks();
    head++;
    headLeft = waiting.heads().get(head).tasks();
    findHeadJob();
    return open() > 0;
  }

  void consume(int tasks) {
    left -= tasks;
    queueable -= tasks;
    headLeft -= tasks;
    while (headLeft <= 0 && head < waiting.heads().size()) {
      head++;
      Head next = head < waiting.heads().size() ? waiting.heads().get(head) : null;
      headLeft += next == null ? open() : next.tasks();
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
