package io.github.packtrain.core.learn;

import java.util.List;

/**
 * How far a key's own run times are trusted against those of the crowd it belongs to: what would
 * have lost least of late. Where kinds are worlds apart the crowd only misleads; where each is
 * something else every week it warns of what may come.
 */
final class Trust {
  /** How many {@link #write} adds. */
  static final int NUMBERS = 3;

  /** Runs that a key's own evidence counts as, at most; the first until another did better. */
  private static final int[] EVIDENCE = {3, 12, 48};

  private static final int MEMORY = 100;
  private static final int CLEARLY_PERCENT = 90;
  private static final int RAISED_PPM = 930_000;
  private static final int LOWERED_PPM = 850_000;

  /** In parts of a step. */
  private static final int FINE = 1 << 8;

  /** Moving averages of pinball losses at both quantiles. */
  private final long[] losses = new long[EVIDENCE.length];

  static int candidates() {
    return EVIDENCE.length;
  }

  static int evidence(int candidate) {
    return EVIDENCE[candidate];
  }

  /** For the median: what another would have lost must be clearly less. */
  int evidence() {
    int best = 0;
    for (int i = 1; i < losses.length; i++) {
      if (losses[i] * 100 < losses[best] * CLEARLY_PERCENT) {
        best = i;
      }
    }
    return EVIDENCE[best];
  }

  /**
   * For the tail, where what comes next counts and not what was: the crowd is heard, unless its
   * tail is on the wrong side of what calibration asks for.
   *
   * @param own tail that the key's run times say
   * @param crowd tail that those below say
   * @param levelPpm asked for by the calibration
   */
  static int evidenceForTail(int own, int crowd, int levelPpm) {
    boolean misleads = own > crowd ? levelPpm > RAISED_PPM : levelPpm < LOWERED_PPM;
    return misleads ? EVIDENCE[EVIDENCE.length - 1] : EVIDENCE[0];
  }

  /** What the candidate would have lost at the median. */
  void score(int candidate, int log, int median) {
    losses[candidate] += (FINE * (long) Math.abs(log - median) - losses[candidate]) / MEMORY;
  }

  void write(List<Long> numbers) {
    for (long loss : losses) {
      numbers.add(loss);
    }
  }

  void read(List<Long> numbers) {
    for (int i = 0; i < losses.length; i++) {
      losses[i] = numbers.get(i);
    }
  }
}
