package io.github.packtrain.core.explain;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Quantities for people, exact where a person can see it. */
final class Amounts {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long TIB = 1L << 40;

  private Amounts() {}

  /** {@code 40 GiB}, {@code 1.5 GiB}, {@code 512 MiB}. */
  static String bytes(long bytes) {
    if (bytes >= TIB) {
      return decimal(bytes, TIB, 2) + " TiB";
    }
    if (bytes >= GIB) {
      return decimal(bytes, GIB, 1) + " GiB";
    }
    return bytes >= MIB ? decimal(bytes, MIB, 0) + " MiB" : bytes + " bytes";
  }

  /** As an option takes it, never more than {@code bytes}: {@code 31GiB}, {@code 512MiB}. */
  static String bytesOption(long bytes) {
    return bytes % GIB == 0 ? bytes / GIB + "GiB" : bytes / MIB + "MiB";
  }

  /** Thousandths as a number: {@code 4}, {@code 0.5}. */
  static String milli(long milli) {
    return decimal(milli, 1_000, 3);
  }

  static String cpus(long milli) {
    return milli(milli) + (milli == 1_000 ? " CPU" : " CPUs");
  }

  /** {@code 2 GPUs}, {@code 0.3 of a GPU}. */
  static String gpus(long milli) {
    if (milli > 0 && milli < 1_000) {
      return milli(milli) + " of a GPU";
    }
    return milli(milli) + (milli == 1_000 ? " GPU" : " GPUs");
  }

  /** {@code 1 worker}, {@code 3 workers}. */
  static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /**
   * {@code 40 s}, {@code 3 min}, {@code 2 h 5 min}, {@code 3 d 4 h}; to the nearest that is said.
   */
  static String duration(long millis) {
    long seconds = (millis + 500) / 1_000;
    if (seconds < 90) {
      return Math.max(1, seconds) + " s";
    }
    long minutes = (seconds + 30) / 60;
    if (minutes < 60) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    return hours < 48
        ? two(hours, "h", minutes % 60, "min")
        : two(hours / 24, "d", hours % 24, "h");
  }

  private static String two(long many, String unit, long rest, String smaller) {
    return many + " " + unit + (rest == 0 ? "" : " " + rest + " " + smaller);
  }

  private static String decimal(long value, long unit, int places) {
    return BigDecimal.valueOf(value)
        .divide(BigDecimal.valueOf(unit), places, RoundingMode.DOWN)
        .stripTrailingZeros()
        .toPlainString();
  }
}
