package io.github.packtrain.core;

import io.github.packtrain.model.AttemptId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The attempts on a worker; each knows its place, so joining and leaving cost the same always. */
final class AttemptSet {
  private static final Comparator<AttemptRecord> BY_ID =
      Comparator.comparing((AttemptRecord attempt) -> attempt.id);

  private final List<AttemptRecord> attempts = new ArrayList<>(2);

  int size() {
    return attempts.size();
  }

  boolean isEmpty() {
    return attempts.isEmpty();
  }

  void add(AttemptRecord attempt) {
    attempt.place = attempts.size();
    attempts.add(attempt);
  }

  void remove(AttemptRecord attempt) {
    AttemptRecord last = attempts.removeLast();
    if (last != attempt) {
      attempts.set(attempt.place, last);
      last.place = attempt.place;
    }
  }

  /** In no order that means anything. */
  void forEach(Consumer<AttemptRecord> action) {
    attempts.forEach(action);
  }

  /** By id. */
  List<AttemptRecord> sorted() {
    List<AttemptRecord> sorted = new ArrayList<>(attempts);
    sorted.sort(BY_ID);
    return sorted;
  }

  /** Costs by their number; for the laws. */
  @Nullable AttemptRecord find(AttemptId id) {
    for (AttemptRecord attempt : attempts) {
      if (attempt.id.equals(id)) {
        return attempt;
      }
    }
    return null;
  }
}
