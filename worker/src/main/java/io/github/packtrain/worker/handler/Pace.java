package io.github.packtrain.worker.handler;

import io.github.packtrain.model.Measurement;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Thins the measurements of one attempt: bursts pass, a lasting flood is cut to {@value
 * #PER_SECOND} a second. What is dropped is always older than what is kept: the newest one waits
 * for the next report, or for the end.
 */
final class Pace {
  /** What passes in the long run. */
  static final int PER_SECOND = 10;

  /** What passes at once after a time of silence. */
  static final int BURST = 200;

  private static final long NANOS_EACH = 1_000_000_000L / PER_SECOND;

  private final LongSupplier nanoTime;
  private long creditNanos = BURST * NANOS_EACH;
  private long lastNanos;
  private Optional<Measurement> waiting = Optional.empty();

  /**
   * @param nanoTime a clock that only moves forward
   */
  Pace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastNanos = nanoTime.getAsLong();
  }

  /** The measurement itself when it passes now. */
  Optional<Measurement> pass(Measurement newest) {
    long now = nanoTime.getAsLong();
    creditNanos = Math.min(BURST * NANOS_EACH, creditNanos + Math.max(0, now - lastNanos));
    lastNanos = now;
    if (creditNanos < NANOS_EACH) {
      waiting = Optional.of(newest);
      return Optional.empty();
    }
    creditNanos -= NANOS_EACH;
    waiting = Optional.empty();
    return Optional.of(newest);
  }

  /** The newest one, if it still waits. */
  Optional<Measurement> finish() {
    Optional<Measurement> last = waiting;
    waiting = Optional.empty();
    return last;
  }
}
