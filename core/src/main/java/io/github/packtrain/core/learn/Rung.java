package io.github.packtrain.core.learn;

/**
 * The ladder of evidence about a task's run time, the most specific first. Each rung leans on the
 * one below it as far as its own evidence is thin.
 */
public enum Rung {
  /** The same task on the same worker. */
  TASK_ON_WORKER(8_192, 12),
  /** The same task on any worker. */
  TASK(4_096, 12, 64),
  /** Tasks of the same model on as many devices. */
  MODEL(1_024, 12, 64, 256),
  /** Tasks of the same kind. */
  KIND(256, 12, 64, 256),
  /** All tasks. */
  ALL(1, 1_024),
  /** Nothing but the default of the kind. */
  DEFAULT(0);

  private final int keysMax;
  private final int[] windows;

  Rung(int keysMax, int... windows) {
    this.keysMax = keysMax;
    this.windows = windows;
  }

  /** How many keys are remembered on this rung; what was learned longest ago goes first. */
  int keysMax() {
    return keysMax;
  }

  /** How many of the latest run times count, each window with equal voice; the largest last. */
  int window(int index) {
    return windows[index];
  }

  int windows() {
    return windows.length;
  }

  /** Whether its run times are stripped of what size and batch explain. */
  boolean isNormalised() {
    return this == MODEL || this == KIND || this == ALL;
  }

  /**
   * Whether each of its keys is calibrated by itself, so that what leans on others too much in one
   * way is not made up for by what leans the other way. The keys of the other rungs have too few
   * runs, and are calibrated together.
   */
  boolean isCalibratedByKey() {
    return this == MODEL || this == KIND;
  }
}
