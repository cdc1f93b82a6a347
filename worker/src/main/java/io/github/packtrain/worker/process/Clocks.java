package io.github.packtrain.worker.process;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Clocks that all processes of a machine read alike and that nobody can set. {@link
 * System#nanoTime} stands still during a suspend and is common to the JVMs of a machine on the
 * systems we know; where native calls are not to be had, both clocks are that one.
 */
public final class Clocks {
  private static final int CLOCK_BOOTTIME = 7;

  private Clocks() {}

  /**
   * Milliseconds since the machine started, suspends included. Leases use it: a machine that slept
   * through its lease has lost it.
   */
  public static long bootMillis() {
    return read(CLOCK_BOOTTIME);
  }

  /**
   * Milliseconds on a clock that stands still during a suspend. Time limits use it: a laptop whose
   * lid is closed has not spent its tasks' time.
   */
  public static long runningMillis() {
    return System.nanoTime() / 1_000_000;
  }

  private static long read(int clock) {
    LibC c = LibC.find().orElse(null);
    if (c == null) {
      return System.nanoTime() / 1_000_000;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(16, 8);
      int error = c.clock(arena.allocate(LibC.callState()), clock, time);
      return error != 0
          ? System.nanoTime() / 1_000_000
          : time.get(JAVA_LONG, 0) * 1000 + time.get(JAVA_LONG, 8) / 1_000_000;
    }
  }
}
