package io.github.packtrain.worker.guard;

import java.util.List;

/**
 * What an attempt may take.
 *
 * @param timeLimitMillis it is ended after running this long; 0 for no limit
 * @param graceMillis between TERM and KILL whenever it is ended
 * @param outputMaxBytes what each of standard output and error may take of the disk, at least
 *     {@value #OUTPUT_MIN_BYTES}; the head and the tail are kept
 * @param memoryBytes the kernel ends it above this, where the machine permits; 0 for no limit
 * @param cpuMilli its weight against others, in thousandths of a processor, where the machine
 *     permits; 0 for the usual one
 * @param hiddenDevices character devices that it may not open, as {@code major:minor}, where the
 *     machine permits; usually the accelerators that it does not hold
 */
public record AttemptBounds(
    long timeLimitMillis,
    long graceMillis,
    long outputMaxBytes,
    long memoryBytes,
    int cpuMilli,
    List<String> hiddenDevices) {
  public static final long OUTPUT_MIN_BYTES = 64 << 10;
  public static final long OUTPUT_DEFAULT_BYTES = 64 << 20;

  public AttemptBounds {
    hiddenDevices = List.copyOf(hiddenDevices);
    if (timeLimitMillis < 0 || graceMillis < 0 || memoryBytes < 0 || cpuMilli < 0) {
      throw new IllegalArgumentException(
          "not an attempt's bounds: timeLimitMillis %d, graceMillis %d, memoryBytes %d, cpuMilli %d"
              .formatted(timeLimitMillis, graceMillis, memoryBytes, cpuMilli));
    }
    if (outputMaxBytes < OUTPUT_MIN_BYTES) {
      throw new IllegalArgumentException(
          "output needs at least %d bytes, not %d".formatted(OUTPUT_MIN_BYTES, outputMaxBytes));
    }
  }

  /** Time limit and grace, with the usual bound for output and no others. */
  public static AttemptBounds of(long timeLimitMillis, long graceMillis) {
    return new AttemptBounds(timeLimitMillis, graceMillis, OUTPUT_DEFAULT_BYTES, 0, 0, List.of());
  }
}
