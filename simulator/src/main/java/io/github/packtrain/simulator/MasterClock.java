package io.github.packtrain.simulator;

/**
 * The time that master processes go by: each reads the wall clock once, when it starts, and then
 * counts on a clock that knows no jumps. So a jump of the wall clock shows at the next start only,
 * in either direction.
 */
final class MasterClock {
  private static final long EPOCH_MILLIS = 1_700_000_000_000L;

  private final Timeline timeline;
  private long jumpedMillis;
  private long offsetMillis;

  MasterClock(Timeline timeline) {
    this.timeline = timeline;
  }

  void jump(long millis) {
    jumpedMillis += millis;
  }

  void processStarts() {
    offsetMillis = EPOCH_MILLIS + jumpedMillis;
  }

  long now() {
    return offsetMillis + timeline.now();
  }
}
