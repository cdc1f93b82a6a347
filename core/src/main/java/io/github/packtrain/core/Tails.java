package io.github.packtrain.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attempts of a class behind which another may wait, linked through the records themselves: every
 * placement and every end passes here. Who became a tail last stands last.
 */
final class Tails {
  private @Nullable AttemptRecord first;
  private @Nullable AttemptRecord last;

  @Nullable AttemptRecord first() {
    return first;
  }

  void add(AttemptRecord attempt) {
    if (attempt.inTails) {
      return;
    }
    attempt.inTails = true;
    attempt.tailBefore = last;
    if (last == null) {
      first = attempt;
    } else {
      last.tailAfter = attempt;
    }
    last = attempt;
  }

  void remove(AttemptRecord attempt) {
    if (!attempt.inTails) {
      return;
    }
    attempt.inTails = false;
    AttemptRecord before = attempt.tailBefore;
    AttemptRecord after = attempt.tailAfter;
    if (before == null) {
      first = after;
    } else {
      before.tailAfter = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.tailBefore = before;
    }
    attempt.tailBefore = null;
    attempt.tailAfter = null;
  }

  /** All of them, for the laws. */
  List<AttemptRecord> list() {
    List<AttemptRecord> list = new ArrayList<>();
    for (AttemptRecord at = first; at != null; at = at.tailAfter) {
      list.add(at);
    }
    return list;
  }
}
