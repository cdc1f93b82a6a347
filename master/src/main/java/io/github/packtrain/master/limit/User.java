package io.github.packtrain.master.limit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What one user has going on. Thread-safe. */
final class User {
  /** A fourth of all that may wait for the loop. */
  static final int REQUESTS_MAX = 1_024;

  /** Half of what all requests together may hold. */
  static final long REQUEST_BYTES_MAX = 64L * 1024 * 1024;

  static final int STREAMS_MAX = 64;

  final String name;
  final TokenBucket requests;
  final TokenBucket tasks;
  final Semaphore requestPlaces = new Semaphore(REQUESTS_MAX);
  final Semaphore streamPlaces = new Semaphore(STREAMS_MAX);
  private final AtomicLong bytes = new AtomicLong();

  User(String name, UserRates rates, LongSupplier clockNanos) {
    this.name = name;
    this.requests = new TokenBucket(rates.requestsPerSecond(), clockNanos);
    this.tasks = new TokenBucket(rates.tasksPerSecond(), clockNanos);
  }

  /** One request is let in, however large: a message has a bound of its own. */
  boolean takeBytes(int size) {
    if (bytes.addAndGet(size) - size < REQUEST_BYTES_MAX) {
      return true;
    }
    bytes.addAndGet(-size);
    return false;
  }

  void giveBytes(int size) {
    bytes.addAndGet(-size);
  }
}
