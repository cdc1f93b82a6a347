package io.github.packtrain.cli.text;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, sizes and processors, from text and to text. */
public final class Quantities {
  /** What a duration looks like, for hints. */
  public static final String DURATIONS = "a number with a unit, such as 90s, 5m, 2h, 1h30m or 1d";

  /** What a size looks like, for hints. */
  public static final String SIZES = "a number with a unit, such as 512MB, 8GB or 16GiB";

  /** What a number of processors looks like, for hints. */
  public static final String CPUS = "cores such as 4 or 0.5, or thousandths such as 500m";

  /** What a time looks like, for hints. */
  public static final String TIMES = "a day, a time and a zone, such as 2030-12-01T08:00:00Z";

  private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");
  private static final Pattern CLOCK = Pattern.compile("([0-9]+):([0-5][0-9]):([0-5][0-9])");
  private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([kKMGT]i?B|B)");
  private static final Pattern CPU = Pattern.compile("([0-9]+(?:\\.[0-9]{1,3})?)|([0-9]+)m");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
  private static final Map<Character, Integer> POWERS =
      Map.of('B', 0, 'K', 1, 'M', 2, 'G', 3, 'T', 4);

  private Quantities() {}

  /** Milliseconds of {@code 90s}, {@code 1h30m}, {@code 01:30:00}; empty for what is none. */
  public static OptionalLong parseMillis(String text) {
    Matcher clock = CLOCK.matcher(text);
    if (clock.matches()) {
      long seconds = Integer.parseInt(clock.group(2)) * 60L + Integer.parseInt(clock.group(3));
      return exact(new BigDecimal(clock.group(1)).multiply(BigDecimal.valueOf(3600)), seconds);
    }
    Matcher part = DURATION.matcher(text);
    BigDecimal sum = BigDecimal.ZERO;
    int end = 0;
    while (part.lookingAt() || (end > 0 && end < text.length())) {
      if (!part.lookingAt()) {
        return OptionalLong.empty();
      }
      long unit = MILLIS.getOrDefault(part.group(2), 0L);
      sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = part.end();
      part.region(end, text.length());
    }
    return end == 0 || end < text.length() ? OptionalLong.empty() : whole(sum);
  }

  /** {@code 2030-12-01T08:00:00Z}; empty for what is no time. */
  public static Optional<Instant> parseTime(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Bytes of {@code 16GB} (decimal) or {@code 16GiB} (binary); empty for what is none. */
  public static OptionalLong parseBytes(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return OptionalLong.empty();
    }
    String unit = size.group(2);
    int power = POWERS.getOrDefault(Character.toUpperCase(unit.charAt(0)), 0);
    BigDecimal base = BigDecimal.valueOf(unit.contains("i") ? 1024 : 1000);
    return whole(new BigDecimal(size.group(1)).multiply(base.pow(power)));
  }

  /** Thousandths of a core of {@code 4}, {@code 0.5} or {@code 500m}; empty for what is none. */
  public static OptionalInt parseMilli(String text) {
    Matcher cpu = CPU.matcher(text);
    if (!cpu.matches()) {
      return OptionalInt.empty();
    }
    BigDecimal milli =
        cpu.group(2) != null
            ? new BigDecimal(cpu.group(2))
            : new BigDecimal(cpu.group(1)).movePointRight(3);
    return milli.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
        ? OptionalInt.empty()
        : OptionalInt.of(milli.intValue());
  }

  /** The two largest units: {@code 4m12s}, {@code 31m}, {@code 2h10m}, {@code 3d}. */
  public static String duration(long millis) {
    if (millis < 0) {
      return "-";
    }
    if (millis < 1_000) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1fs", Math.floorDiv(millis, 100) * 0.1);
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return two(seconds / 60, "m", seconds % 60, "s", seconds < 600);
    }
    if (seconds < 86_400) {
      return two(seconds / 3_600, "h", seconds % 3_600 / 60, "m", true);
    }
    return two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h", true);
  }

  /** With the largest unit that leaves at least 1: {@code 80GB}, {@code 1.5TB}. */
  public static String bytes(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
    double value = bytes;
    int unit = 0;
    while (value >= 999.95 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return decimal(value) + units[unit];
  }

  /** Thousandths as a number: {@code 4}, {@code 0.5}. */
  public static String milli(long milli) {
    return BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
  }

  private static String decimal(double value) {
    return BigDecimal.valueOf(Math.round(value * 10), 1).stripTrailingZeros().toPlainString();
  }

  private static String two(long large, String unit, long small, String less, boolean both) {
    return both && small > 0 ? large + unit + small + less : large + unit;
  }

  private static OptionalLong exact(BigDecimal seconds, long more) {
    return whole(seconds.add(BigDecimal.valueOf(more)).movePointRight(3));
  }

  private static OptionalLong whole(BigDecimal value) {
    return value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(value.longValue());
  }
}
