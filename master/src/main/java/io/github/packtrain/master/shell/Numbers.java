package io.github.packtrain.master.shell;

import java.util.concurrent.atomic.AtomicLong;

/** Numbers for calls, streams and logs; none is given out twice. */
final class Numbers {
  private final AtomicLong last = new AtomicLong();

  long next() {
    return last.incrementAndGet();
  }
}
