package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.Clocks;

/**
 * What lies in the directory of a running attempt, so that a later guard can take it over.
 *
 * @param pid of the main process; 0 from before it is started until its pid is known
 * @param startTicks with the pid, the identity of the process on this boot
 * @param bootId the kernel's id of this boot; another one means that the process is gone
 * @param startedAtMillis wall clock
 * @param startedRunningMillis on {@link Clocks#runningMillis}
 */
record AttemptRecord(
    AttemptId attempt,
    int pid,
    long startTicks,
    String bootId,
    long startedAtMillis,
    long startedRunningMillis,
    long timeLimitMillis,
    long graceMillis,
    LeasePolicy leasePolicy,
    long outputMaxBytes) {

  /** The record of an attempt that is about to start. */
  static AttemptRecord starting(StartAttempt start, String bootId) {
    return new AttemptRecord(
        start.attempt(),
        0,
        0,
        bootId,
        System.currentTimeMillis(),
        Clocks.runningMillis(),
        start.timeLimitMillis(),
        start.graceMillis(),
        start.leasePolicy(),
        start.outputMaxBytes());
  }

  AttemptRecord withProcess(int newPid, long newStartTicks) {
    return new AttemptRecord(
        attempt,
        newPid,
        newStartTicks,
        bootId,
        startedAtMillis,
        startedRunningMillis,
        timeLimitMillis,
        graceMillis,
        leasePolicy,
        outputMaxBytes);
  }

  long ranMillis() {
    return Math.max(0, Clocks.runningMillis() - startedRunningMillis);
  }

  boolean isOverLimit() {
    return timeLimitMillis > 0 && ranMillis() >= timeLimitMillis;
  }

  RunningAttempt running(boolean adopted) {
    return new RunningAttempt(attempt, pid, startedAtMillis, ranMillis(), adopted);
  }
}
