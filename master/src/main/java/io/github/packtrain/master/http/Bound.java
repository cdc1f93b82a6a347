package io.github.packtrain.master.http;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/** How many of something go on at once; one more is refused, not queued. */
final class Bound {
  private final String what;
  private final int limit;
  private final Semaphore places;

  /** Work that takes a place. */
  interface Work {
    void run() throws HttpFailure, IOException;
  }

  /**
   * @param what in the plural, for messages
   */
  Bound(String what, int limit) {
    this.what = what;
    this.limit = limit;
    this.places = new Semaphore(limit);
  }

  void within(Work work) throws HttpFailure, IOException {
    if (!places.tryAcquire()) {
      throw HttpFailure.busy(what, limit);
    }
    try {
      work.run();
    } finally {
      places.release();
    }
  }
}
