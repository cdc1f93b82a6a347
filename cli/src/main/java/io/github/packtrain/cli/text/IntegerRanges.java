package io.github.packtrain.cli.text;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Whole numbers in one word: {@code 1-200}, {@code 1,3,5-8}, {@code 2-10:2}; digits may be grouped
 * by underscores.
 */
public final class IntegerRanges {
  /** What it looks like, for hints. */
  public static final String FORMS = "numbers and ranges such as 1-200, 0-10:2 or 1,3,5-8";

  /** How many numbers one word may stand for. */
  public static final int COUNT_MAX = 10_000_000;

  private static final String NUMBER = "[0-9][0-9_]*";
  private static final Pattern PART =
      Pattern.compile("(" + NUMBER + ")(?:-(" + NUMBER + ")(?::(" + NUMBER + "))?)?");
  private static final int DIGITS_MAX = 15;

  private IntegerRanges() {}

  /** The numbers in order; empty for what is no range, runs backwards, or is too long. */
  public static Optional<long[]> parse(String text) {
    LongStream all = LongStream.empty();
    long count = 0;
    for (String part : text.split(",", -1)) {
      Matcher range = PART.matcher(part.strip());
      if (!range.matches()) {
        return Optional.empty();
      }
      OptionalLong from = number(range.group(1));
      OptionalLong to = range.group(2) == null ? from : number(range.group(2));
      OptionalLong step = range.group(3) == null ? OptionalLong.of(1) : number(range.group(3));
      if (from.isEmpty() || to.isEmpty() || step.isEmpty() || step.getAsLong() == 0) {
        return Optional.empty();
      }
      long first = from.getAsLong();
      long each = step.getAsLong();
      long length = (to.getAsLong() - first) / each + 1;
      count += length;
      if (to.getAsLong() < first || count > COUNT_MAX) {
        return Optional.empty();
      }
      all = LongStream.concat(all, LongStream.range(0, length).map(i -> first + i * each));
    }
    return Optional.of(all.toArray());
  }

  private static OptionalLong number(String text) {
    String digits = text.replace("_", "");
    return digits.length() > DIGITS_MAX
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(digits));
  }
}
