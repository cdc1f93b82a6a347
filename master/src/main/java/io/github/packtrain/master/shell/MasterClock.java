package io.github.packtrain.master.shell;

/**
 * Milliseconds since the epoch that never go back: a wall clock that is set back is not followed,
 * one that is set forward is. For the loop's thread only.
 */
final class MasterClock {
  private long lastMillis;
  private long lastNanos;

  /**
   * @param atLeastMillis the latest time that the journal knows
   */
  MasterClock(long atLeastMillis) {
    lastMillis = Math.max(atLeastMillis, System.currentTimeMillis());
    lastNanos = System.nanoTime();
  }

  long millis() {
    long passed = (System.nanoTime() - lastNanos) / 1_000_000;
    lastNanos += passed * 1_000_000;
    lastMillis = Math.max(lastMillis + passed, System.currentTimeMillis());
    return lastMillis;
  }
}
