package io.github.packtrain.master.policy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls somebody's code on a thread of its own and waits within a bound: of processor time while it
 * computes, of time while it sleeps or waits. A machine that is short of processors does not count
 * against it, up to ten times the bound.
 *
 * <p>A thread cannot be ended from outside. One that does not come back is interrupted, left alone
 * at the lowest priority, and nobody looks at what it does; when {@value #STUCK_MAX} of them live,
 * no more are started.
 */
final class Leash {
  static final int STUCK_MAX = 4;
  private static final int STARVED_FACTOR = 10;
  private static final int LOOKS_PER_BOUND = 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long boundMillis;
  private final List<Thread> stuck = new ArrayList<>();

  Leash(long boundMillis) {
    this.boundMillis = boundMillis;
  }

  /**
   * What {@code work} answers.
   *
   * @param name of the policy, for the thread
   * @throws CutOffException when it throws or does not come back in time
   */
  <T> T call(String name, Callable<T> work) throws CutOffException, InterruptedException {
    refuseMore();
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = Thread.ofPlatform().daemon().name("policy " + name).start(task);
    long began = System.nanoTime();
    while (true) {
      try {
        return task.get(Math.max(1, boundMillis / LOOKS_PER_BOUND), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        endWhenOver(thread, (System.nanoTime() - began) / 1_000_000);
      } catch (ExecutionException e) {
        throw new CutOffException("POLICY_THREW", "it threw " + said(e));
      } catch (InterruptedException e) {
        thread.interrupt();
        throw e;
      }
    }
  }

  private void endWhenOver(Thread thread, long tookMillis) throws CutOffException {
    long cpuMillis = THREADS.getThreadCpuTime(thread.threadId()) / 1_000_000;
    boolean computes = thread.getState() == Thread.State.RUNNABLE;
    boolean over =
        cpuMillis >= boundMillis
            || (tookMillis >= boundMillis && !computes)
            || tookMillis >= STARVED_FACTOR * boundMillis;
    if (over) {
      String where = firstFrame(thread.getStackTrace());
      thread.interrupt();
      thread.setPriority(Thread.MIN_PRIORITY);
      synchronized (stuck) {
        stuck.add(thread);
      }
      throw new CutOffException(
          "POLICY_STALLED",
          "it did not come back within %d ms: after %d ms, %d of them computing, it was %s"
              .formatted(boundMillis, tookMillis, Math.max(0, cpuMillis), where));
    }
  }

  private void refuseMore() throws CutOffException {
    synchronized (stuck) {
      stuck.removeIf(thread -> !thread.isAlive());
      if (stuck.size() >= STUCK_MAX) {
        throw new CutOffException(
            "POLICY_THREADS",
            stuck.size() + " calls of policies never came back; the master has to be restarted");
      }
    }
  }

  private static String said(ExecutionException failure) {
    Throwable cause = failure.getCause();
    Throwable thrown = cause == null ? failure : cause;
    String text = thrown.getClass().getName();
    String message = thrown.getMessage();
    return (message == null ? text : text + ": " + message)
        + ", "
        + firstFrame(thrown.getStackTrace());
  }

  private static String firstFrame(StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      if (!frame.getClassName().startsWith("java.")) {
        return "at " + frame;
      }
    }
    return "at its end";
  }
}
