package io.github.packtrain.core.learn;

import io.github.packtrain.model.Outcome;
import java.util.Comparator;
import java.util.List;

/**
 * What was learned of a kind of task.
 *
 * @param ends how its attempts ended, those that occurred
 * @param runMillis of all its attempts together
 * @param usual how long a task of it runs
 */
public record KindLessons(String kind, List<Ends> ends, long runMillis, Prediction usual) {
  static final Comparator<KindLessons> BY_NAME = Comparator.comparing(KindLessons::kind);

  public KindLessons {
    ends = List.copyOf(ends);
  }

  /** How often attempts ended so. */
  public record Ends(Outcome outcome, long attempts) {}
}
