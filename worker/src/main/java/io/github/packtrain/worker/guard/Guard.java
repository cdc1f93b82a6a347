package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.worker.process.Clocks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The worker's side of the guard. Opening it reaches the guard of the worker's directory, or starts
 * one; when the guard dies it is replaced, and orders that it had not answered are given again.
 *
 * <p>Orders return at once and are answered through the {@link GuardListener}. All methods may be
 * called from any thread, the listener's included.
 */
public final class Guard implements AutoCloseable {
  private static final long RETRY_MILLIS = 1_000;

  private final GuardOptions options;
  private final GuardListener listener;
  private final GuardStarter starter;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Map<AttemptId, GuardMessage.Start> unansweredStarts = new LinkedHashMap<>();
  private final Map<AttemptId, GuardMessage.Stop> unansweredStops = new LinkedHashMap<>();
  private Optional<GuardConnection> connection = Optional.empty();
  private long leaseUntilBootMillis = GuardMessage.Hello.LEASE_UNKNOWN;
  private Optional<GuardMessage.Shutdown> shutdown = Optional.empty();
  private boolean leaving;

  private Guard(GuardOptions options, GuardListener listener) {
    this.options = options;
    this.listener = listener;
    this.starter = new GuardStarter(options);
  }

  /**
   * Reaches or starts the guard. The lease stays as an earlier worker left it, or has lapsed, until
   * {@link #renewLease} is called. The listener's {@code connected} is called soon after, on
   * another thread.
   */
  public static Guard open(GuardOptions options, GuardListener listener) throws GuardException {
    Guard guard = new Guard(options, listener);
    GuardConnection first = guard.starter.connect(guard::presentLease);
    guard.connection = Optional.of(first);
    Thread.ofPlatform().daemon().name("guard").start(() -> guard.listen(first));
    return guard;
  }

  /** Starts an attempt, once: an attempt that the guard knows is only told of again. */
  public void start(StartAttempt attempt) {
    GuardMessage.Start order = new GuardMessage.Start(attempt);
    synchronized (this) {
      unansweredStarts.put(attempt.attempt(), order);
      connection.ifPresent(c -> c.send(order));
    }
  }

  /** Ends an attempt with its own grace. */
  public void stop(AttemptId attempt, String reason) {
    stop(attempt, reason, -1);
  }

  /** Ends an attempt: TERM, and KILL after {@code graceMillis} at the latest. */
  public void stop(AttemptId attempt, String reason, long graceMillis) {
    GuardMessage.Stop order = new GuardMessage.Stop(attempt, reason, graceMillis);
    synchronized (this) {
      unansweredStops.put(attempt, order);
      connection.ifPresent(c -> c.send(order));
    }
  }

  /**
   * The lease now lasts {@code leaseMillis} of the options from this moment on. To be called a few
   * times per lease for as long as the worker has a right to run attempts of the policy {@code
   * STOP}.
   */
  public void renewLease() {
    renewLease(options.leaseMillis());
  }

  /** The lease now ends this long from now; what is not positive ends it at once. */
  public synchronized void renewLease(long remainingMillis) {
    leaseUntilBootMillis = Clocks.bootMillis() + remainingMillis;
    connection.ifPresent(c -> c.send(new GuardMessage.RenewLease(leaseUntilBootMillis)));
  }

  /** The end of this attempt is safe with the master; the guard need not keep it. */
  public synchronized void acknowledge(AttemptId attempt) {
    unansweredStops.remove(attempt);
    connection.ifPresent(c -> c.send(new GuardMessage.Acknowledge(attempt)));
  }

  /** Ends all attempts and then the guard. Endings still come to the listener meanwhile. */
  public synchronized void shutdown(String reason) {
    GuardMessage.Shutdown order = new GuardMessage.Shutdown(reason);
    shutdown = Optional.of(order);
    connection.ifPresent(c -> c.send(order));
  }

  /** After {@link #shutdown}: waits until the guard has ended; false when it takes longer. */
  public boolean awaitEnd(long timeoutMillis) throws InterruptedException {
    return finished.await(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  /** How the guard starts processes, or empty while there is none. */
  public synchronized String mechanism() {
    return connection.map(GuardConnection::mechanism).orElse("");
  }

  /** The guard's pid, or 0 while there is none. */
  public synchronized int pid() {
    return connection.map(GuardConnection::guardPid).orElse(0);
  }

  /** Leaves the guard, which goes on with its attempts and waits for the next worker process. */
  @Override
  public void close() {
    Optional<GuardConnection> last;
    synchronized (this) {
      leaving = true;
      last = connection;
    }
    // Not under the lock: it waits for the last orders to be on their way.
    last.ifPresent(GuardConnection::close);
  }

  /** A guard that ends because it was told to is not to be replaced. */
  private synchronized boolean isLeaving() {
    return leaving || shutdown.isPresent();
  }

  /** A new guard is no reason for a longer lease. */
  private synchronized long presentLease() {
    return leaseUntilBootMillis;
  }

  private void listen(GuardConnection first) {
    Optional<GuardConnection> current = Optional.of(first);
    try {
      while (current.isPresent()) {
        serve(current.get());
        current = isLeaving() ? Optional.empty() : reconnect();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      finished.countDown();
    }
  }

  private void serve(GuardConnection current) throws InterruptedException {
    synchronized (this) {
      connection = Optional.of(current);
      if (leaving) {
        current.close();
        return;
      }
    }
    listener.connected(current.welcome().running(), current.welcome().ended());
    synchronized (this) {
      // The guard may have died before it read them; it ignores what it knows already.
      unansweredStarts.values().forEach(current::send);
      unansweredStops.values().forEach(current::send);
      shutdown.ifPresent(current::send);
      if (leaseUntilBootMillis != GuardMessage.Hello.LEASE_UNKNOWN) {
        current.send(new GuardMessage.RenewLease(leaseUntilBootMillis));
      }
    }
    Optional<GuardMessage.Notice> notice = current.take();
    while (notice.isPresent()) {
      tell(notice.get());
      notice = current.take();
    }
    synchronized (this) {
      connection = Optional.empty();
    }
    starter.forgetEnded();
  }

  private void tell(GuardMessage.Notice notice) {
    switch (notice) {
      case GuardMessage.Started(RunningAttempt attempt) -> {
        synchronized (this) {
          unansweredStarts.remove(attempt.attempt());
        }
        listener.started(attempt);
      }
      case GuardMessage.Ended(EndedAttempt attempt) -> {
        synchronized (this) {
          unansweredStarts.remove(attempt.attempt());
          unansweredStops.remove(attempt.attempt());
        }
        listener.ended(attempt);
      }
      case GuardMessage.Replaced() -> {
        // To reconnect would send the newer one away in its turn, without end.
        close();
        listener.replaced();
      }
      case GuardMessage.Welcome _ -> {
        // Only the first message is one, and that is taken when connecting.
      }
    }
  }

  private Optional<GuardConnection> reconnect() throws InterruptedException {
    boolean told = false;
    while (!isLeaving()) {
      try {
        return Optional.of(starter.connect(this::presentLease));
      } catch (GuardException e) {
        if (!told) {
          listener.unavailable(e);
          told = true;
        }
        Thread.sleep(RETRY_MILLIS);
      }
    }
    return Optional.empty();
  }
}
