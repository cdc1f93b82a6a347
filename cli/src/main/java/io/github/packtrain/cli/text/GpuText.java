package io.github.packtrain.cli.text;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Accelerators in one word: {@code 2}, {@code A100:2}, {@code A100,H100:4}, {@code A100}, {@code
 * 0.5}.
 *
 * @param count whole devices, or 1 for a share
 * @param milli 1000, or less for a share of one device
 * @param models allowed models; empty for any
 */
public record GpuText(int count, int milli, List<String> models) {
  /** What it looks like, for hints. */
  public static final String FORMS = "a number (2), a share (0.5), or models and a number (A100:2)";

  private static final int WHOLE = 1000;
  private static final int COUNT_MAX = 1024;
  private static final Pattern MODELS =
      Pattern.compile("([A-Za-z][A-Za-z0-9_-]*(?:,[A-Za-z][A-Za-z0-9_-]*)*)(?::(.+))?");

  /** Copies {@code models}. */
  public GpuText {
    models = List.copyOf(models);
  }

  /** Reads one word; empty for what is none. */
  public static Optional<GpuText> parse(String text) {
    Matcher models = MODELS.matcher(text);
    if (!models.matches()) {
      return amount(text, List.of());
    }
    String amount = models.group(2) == null ? "1" : models.group(2);
    return amount(amount, List.of(models.group(1).split(",")));
  }

  /** {@code 2} devices, or a share such as {@code 0.5}, of these models. */
  public static Optional<GpuText> amount(String text, List<String> models) {
    OptionalInt milli = text.endsWith("m") ? OptionalInt.empty() : Quantities.parseMilli(text);
    if (milli.isEmpty() || milli.getAsInt() == 0 || milli.getAsInt() > COUNT_MAX * WHOLE) {
      return Optional.empty();
    }
    int value = milli.getAsInt();
    if (value < WHOLE) {
      return Optional.of(new GpuText(1, value, models));
    }
    return value % WHOLE == 0
        ? Optional.of(new GpuText(value / WHOLE, WHOLE, models))
        : Optional.empty();
  }
}
