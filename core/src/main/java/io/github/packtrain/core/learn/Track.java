package io.github.packtrain.core.learn;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The run times of one key: windows of different length, so that it follows a change within a dozen
 * runs and still knows its tail.
 */
final class Track {
  private static final int PRIOR_WEIGHT = 2;
  private static final int SPREAD_MEMORY = 32;

  /** Of the normal distribution, at the median and at the ninth decile, in millionths. */
  private static final int Z90_PPM = 1_281_552;

  private final Rung rung;

  /**
   * Shortest first. Until one is full the longer ones would hold the same: they are made then, for
   * most keys are never met so often.
   */
  private Window[] windows;

  private final Spread spread = new Spread(SPREAD_MEMORY);

  /** Null where all keys of the rung are calibrated together. */
  final @Nullable Calibration calibration;

  /** Null likewise: only such keys are weighed against their crowd. */
  final @Nullable Trust trust;

  private long seen;

  Track(Rung rung) {
    calibration = rung.isCalibratedByKey() ? new Calibration() : null;
    trust = rung.isCalibratedByKey() ? new Trust() : null;
    this.rung = rung;
    windows = new Window[] {new Window(rung.window(0))};
  }

  /** How many run times went in. */
  long seen() {
    return seen;
  }

  /**
   * Takes in a run time.
   *
   * @param rungSpread what all keys of the rung know together, which learns with it
   */
  void observe(int log, Spread rungSpread) {
    if (seen > 0) {
      int deviation = log - quantile(500_000, 0);
      spread.add(deviation);
      rungSpread.add(deviation);
    }
    add(log);
  }

  private void add(int log) {
    seen++;
    Window longest = longest();
    if (longest.isFull() && windows.length < rung.windows()) {
      windows = Arrays.copyOf(windows, windows.length + 1);
      windows[windows.length - 1] = new Window(rung.window(windows.length - 1), longest);
    }
    for (Window window : windows) {
      window.add(log);
    }
  }

  /** Own spread as far as it is known, that of the rung's keys otherwise. */
  long variance(long rungVariance) {
    return spread.with(rungVariance, PRIOR_WEIGHT);
  }

  /**
   * The quantile of the next run time; not to be asked of an empty track.
   *
   * @param variance as {@link #variance} says it, for tails that the windows are too short to show
   */
  int quantile(int levelPpm, long variance) {
    int made = windows.length;
    long sum = (rung.windows() - made + 1) * quantile(longest(), levelPpm, variance);
    for (int i = 0; i < made - 1; i++) {
      sum += quantile(windows[i], levelPpm, variance);
    }
    return (int) (sum / rung.windows());
  }

  private Window longest() {
    return windows[windows.length - 1];
  }

  private static long quantile(Window window, int levelPpm, long variance) {
    int size = window.size();
    boolean shown = levelPpm <= 600_000 || (long) levelPpm * (size + 1) <= 1_000_000L * size;
    if (shown || size >= 10) {
      return window.quantile(levelPpm);
    }
    long widened = variance + variance / size;
    double sd = StrictMath.sqrt((double) widened);
    double z = (Z90_PPM + 5.7 * (levelPpm - 900_000)) / 1e6;
    return window.quantile(500_000) + (long) (z * sd);
  }

  /** Everything, for a snapshot. */
  void write(List<Long> numbers) {
    if (calibration != null && trust != null) {
      calibration.write(numbers);
      trust.write(numbers);
    }
    numbers.add(seen);
    numbers.add(spread.count());
    numbers.add(spread.variance());
    Window longest = longest();
    for (int i = 0; i < longest.size(); i++) {
      numbers.add((long) longest.arrival(i));
    }
  }

  static Track read(Rung rung, List<Long> numbers) {
    Track track = new Track(rung);
    int at = 0;
    if (track.calibration != null && track.trust != null) {
      track.calibration.read(numbers);
      track.trust.read(numbers.subList(Calibration.NUMBERS, numbers.size()));
      at = Calibration.NUMBERS + Trust.NUMBERS;
    }
    for (Long log : numbers.subList(at + 3, numbers.size())) {
      track.add(log.intValue());
    }
    track.seen = numbers.get(at);
    track.spread.restore(numbers.get(at + 1), numbers.get(at + 2));
    return track;
  }
}
