package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.Clocks;
import io.github.packtrain.worker.process.Processes;
import io.github.packtrain.worker.process.Signals;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ends attempts of the policy {@code stop} at the moment at which the worker's lease ends, on a
 * thread of its own that waits for nothing else: no disk, no look at other processes, no worker. It
 * kills their process groups; the guard's loop does the rest and says why.
 *
 * <p>Where it may, the thread runs before others, so that it comes in time on a machine whose
 * processors are all taken.
 */
final class LeaseWatch {
  private final Processes processes;
  private final Map<AttemptId, Integer> groups = new TreeMap<>();
  private final Set<AttemptId> killed = new TreeSet<>();
  private long untilBootMillis;

  LeaseWatch(Processes processes, long untilBootMillis) {
    this.processes = processes;
    this.untilBootMillis = untilBootMillis;
  }

  void open() {
    Thread.ofPlatform().daemon().name("lease").start(this::watch);
  }

  synchronized void renewed(long newUntilBootMillis) {
    untilBootMillis = newUntilBootMillis;
    notifyAll();
  }

  /** When the lease ends, on {@code Clocks.bootMillis}. */
  synchronized long untilBootMillis() {
    return untilBootMillis;
  }

  boolean hasLapsed() {
    return Clocks.bootMillis() > untilBootMillis();
  }

  /** The attempt runs, with its main process unreaped until {@link #reaping} has ended. */
  synchronized void started(AttemptRecord attempt) {
    if (attempt.leasePolicy() == LeasePolicy.STOP) {
      groups.put(attempt.attempt(), attempt.pid());
      notifyAll();
    }
  }

  /** Its main process has ended, or is no concern of this watch any more. */
  synchronized void ended(AttemptId attempt) {
    groups.remove(attempt);
  }

  /** Whether the watch has killed it; asked once, when its main process has ended. */
  synchronized boolean hasKilled(AttemptId attempt) {
    return killed.remove(attempt);
  }

  /**
   * Runs what reaps main processes and says of each that it has {@link #ended}: in between a group
   * could be somebody else's.
   */
  synchronized void reaping(Runnable reap) {
    reap.run();
  }

  private void watch() {
    processes.setUrgent(true);
    try {
      while (true) {
        awaitEndOfLease();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void awaitEndOfLease() throws InterruptedException {
    while (groups.isEmpty()) {
      wait();
    }
    long leftMillis = untilBootMillis - Clocks.bootMillis();
    if (leftMillis >= 0) {
      wait(leftMillis + 1);
      return;
    }
    groups.forEach((attempt, group) -> processes.signalGroup(group, Signals.KILL));
    killed.addAll(groups.keySet());
    groups.clear();
  }
}
