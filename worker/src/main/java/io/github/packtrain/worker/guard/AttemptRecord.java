package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.Clocks;
import io.github.packtrain.worker.process.ProcessEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the guard writes down of a running attempt, so that a later guard can take it over.
 *
 * @param pid of the main process; 0 from before it is started until its pid is known
 * @param startTicks when it was started at the earliest, and with the pid and {@code startTicksMax}
 *     the identity of the process on this boot
 * @param startTicksMax when it was started at the latest
 * @param bootId the kernel's id of this boot; another one means that the process is gone
 * @param startedAtMillis wall clock
 * @param startedRunningMillis on {@link Clocks#runningMillis}
 * @param directory its files
 * @param slot number of the directory that the guard lent, or 0 for one of the worker's
 * @param groups control groups that it has for itself
 * @param checkpoints where they go at the end; empty when they are there already
 */
record AttemptRecord(
    AttemptId attempt,
    int pid,
    long startTicks,
    long startTicksMax,
    String bootId,
    long startedAtMillis,
    long startedRunningMillis,
    AttemptBounds bounds,
    LeasePolicy leasePolicy,
    Path directory,
    long slot,
    Path checkpoints,
    List<Path> groups,
    String note) {

  AttemptRecord {
    groups = List.copyOf(groups);
  }

  /** The record of an attempt that is about to start. */
  static AttemptRecord starting(
      StartAttempt start,
      String bootId,
      Path directory,
      long slot,
      Path checkpoints,
      List<Path> groups) {
    return new AttemptRecord(
        start.attempt(),
        0,
        0,
        0,
        bootId,
        System.currentTimeMillis(),
        Clocks.runningMillis(),
        start.bounds(),
        start.leasePolicy(),
        directory,
        slot,
        checkpoints,
        groups,
        start.note());
  }

  AttemptRecord withProcess(int newPid, long newStartTicks, long newStartTicksMax) {
    return new AttemptRecord(
        attempt,
        newPid,
        newStartTicks,
        newStartTicksMax,
        bootId,
        startedAtMillis,
        startedRunningMillis,
        bounds,
        leasePolicy,
        directory,
        slot,
        checkpoints,
        groups,
        note);
  }

  Optional<AttemptGroup> findGroup() {
    return groups.isEmpty() ? Optional.empty() : Optional.of(new AttemptGroup(groups));
  }

  AttemptDirectory files() {
    return new AttemptDirectory(directory);
  }

  /** Whether this is our main process, and not a later one that got its number. */
  boolean isMain(ProcessEntry process) {
    return process.pid() == pid
        && process.startTicks() >= startTicks
        && process.startTicks() <= startTicksMax;
  }

  long ranMillis() {
    return Math.max(0, Clocks.runningMillis() - startedRunningMillis);
  }

  boolean isOverLimit() {
    return bounds.timeLimitMillis() > 0 && ranMillis() >= bounds.timeLimitMillis();
  }

  RunningAttempt running(boolean adopted) {
    return new RunningAttempt(attempt, pid, startedAtMillis, ranMillis(), adopted, directory, note);
  }
}
