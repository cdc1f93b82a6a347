package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;

/**
 * An attempt that is over: its processes are gone, and this is on disk.
 *
 * @param startedAtMillis wall clock, since 1970; 0 when it never ran
 * @param runMillis how long its main process ran; 0 when it never did
 * @param cpuMillis processor time of the main process and the descendants it waited for; 0 when not
 *     known
 * @param maxResidentBytes largest resident memory of any one of them; 0 when not known
 * @param oomKills how many processes the kernel ended on this machine for want of memory during the
 *     run; a program whose child was ended often says so only by an odd exit code
 * @param leftProcesses how many of its processes withstood KILL (in the kernel, on a dead disk or
 *     driver); 0 but on a sick machine
 * @param keptFiles whether it left anything in {@link AttemptDirectory#of}
 * @param note as the worker gave it
 */
public record EndedAttempt(
    AttemptId attempt,
    AttemptEnding ending,
    long startedAtMillis,
    long runMillis,
    long cpuMillis,
    long maxResidentBytes,
    long oomKills,
    int leftProcesses,
    boolean keptFiles,
    String note) {

  static EndedAttempt notStarted(StartAttempt start, String code, String message, String hint) {
    return new EndedAttempt(
        start.attempt(),
        new AttemptEnding.NotStarted(code, message, hint),
        0,
        0,
        0,
        0,
        0,
        0,
        false,
        start.note());
  }

  EndedAttempt withFiles(boolean nowKept) {
    return new EndedAttempt(
        attempt,
        ending,
        startedAtMillis,
        runMillis,
        cpuMillis,
        maxResidentBytes,
        oomKills,
        leftProcesses,
        nowKept,
        note);
  }
}
