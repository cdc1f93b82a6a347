package io.github.packtrain.core.plan.place;

import java.util.Map;

/**
 * When idle workers take tasks from local queues of others. Options of {@code work_stealing}; with
 * other placements the rule is {@link #USUAL}.
 *
 * @param threshold so many must wait in a queue before one is taken from it, 1 to 8
 * @param fromTail whether the last in line is taken, or the first, which measures better ({@code
 *     ./dev bench steal}): it belongs to the job that came first
 */
public record StealingRule(int threshold, boolean fromTail) {
  public static final StealingRule USUAL = new StealingRule(2, false);

  private static final int MOST = 8;

  /** The rule that goes with a placement and its options. */
  public static StealingRule of(String placement, Map<String, String> options) {
    return placement.equals(WorkStealing.NAME) ? read(new Options(placement, options)) : USUAL;
  }

  static StealingRule read(Options options) {
    int threshold = (int) options.number("threshold", USUAL.threshold, 1, MOST);
    return new StealingRule(threshold, options.word("end", "head", "head", "tail").equals("tail"));
  }
}
