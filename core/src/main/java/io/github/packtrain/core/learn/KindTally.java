package io.github.packtrain.core.learn;

import io.github.packtrain.model.Outcome;
import java.util.List;

/** How the attempts of a kind ended. */
final class KindTally {
  private static final Outcome[] OUTCOMES = Outcome.values();

  private final long[] ends = new long[OUTCOMES.length];
  private long runMillis;

  void count(Outcome outcome, long millis) {
    ends[outcome.ordinal()]++;
    runMillis += millis;
  }

  long ends(Outcome outcome) {
    return ends[outcome.ordinal()];
  }

  /** Of all attempts together. */
  long runMillis() {
    return runMillis;
  }

  void write(List<Long> numbers) {
    numbers.add(runMillis);
    for (long end : ends) {
      numbers.add(end);
    }
  }

  static KindTally read(List<Long> numbers) {
    KindTally tally = new KindTally();
    tally.runMillis = numbers.getFirst();
    // A later release may know more outcomes than the snapshot did.
    for (int i = 1; i < numbers.size(); i++) {
      tally.ends[i - 1] = numbers.get(i);
    }
    return tally;
  }
}
