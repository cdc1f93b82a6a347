package io.github.packtrain.core.learn;

import java.util.List;

/**
 * Keeps the quantiles honest: counts how many run times were within what was predicted, and moves
 * the level that is asked of the windows until the share is right (adaptive conformal inference,
 * Gibbs and Candès 2021; with steps that become smaller, Angelopoulos, Barber and Bates 2024).
 * Slowly: outcomes come late, and a level that chases them is wrong at the next turn.
 */
final class Calibration {
  static final int P50_PPM = 500_000;
  static final int P90_PPM = 900_000;
  private static final long FIRST_STEP_DIVISOR = 500;
  private static final long LAST_STEP_DIVISOR = 5_000;
  private static final int RECENT_MEMORY = 500;

  /** How many {@link #write} adds. */
  static final int NUMBERS = 8;

  private final Level median = new Level(P50_PPM, 400_000, 600_000);
  private final Level tail = new Level(P90_PPM, 600_000, 985_000);

  private static final class Level {
    final int target;
    final int least;
    final int most;
    int level;
    long count;
    long within;

    /** Share within of the latest some hundreds. */
    int recentPpm;

    Level(int target, int least, int most) {
      this.target = target;
      this.least = least;
      this.most = most;
      this.level = target;
      this.recentPpm = target;
    }

    void score(boolean isWithin) {
      count++;
      within += isWithin ? 1 : 0;
      int hit = isWithin ? 1_000_000 : 0;
      recentPpm += (hit - recentPpm) / RECENT_MEMORY;
      long divisor = Math.min(FIRST_STEP_DIVISOR + count / 2, LAST_STEP_DIVISOR);
      level = Math.clamp(level + (target - hit) / divisor, least, most);
    }
  }

  /** What to ask for the median, in millionths. */
  int medianLevel() {
    return median.level;
  }

  /** What to ask for the ninth decile, in millionths. */
  int tailLevel() {
    return tail.level;
  }

  /** An outcome of a prediction. */
  void score(int log, int predictedMedian, int predictedTail) {
    median.score(log <= predictedMedian);
    tail.score(log <= predictedTail);
  }

  Coverage coverage(Rung rung) {
    return new Coverage(
        rung, median.count, median.within, tail.within, median.recentPpm, tail.recentPpm);
  }

  void write(List<Long> numbers) {
    for (Level level : List.of(median, tail)) {
      numbers.addAll(
          List.of((long) level.level, level.count, level.within, (long) level.recentPpm));
    }
  }

  void read(List<Long> numbers) {
    read(median, numbers.subList(0, 4));
    read(tail, numbers.subList(4, 8));
  }

  private static void read(Level level, List<Long> numbers) {
    level.level = Math.toIntExact(numbers.get(0));
    level.count = numbers.get(1);
    level.within = numbers.get(2);
    level.recentPpm = Math.toIntExact(numbers.get(3));
  }
}
