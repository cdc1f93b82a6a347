package io.github.packtrain.core;

/**
 * Bounds on what the core holds.
 *
 * @param tasksPerJobMax tasks of one job
 * @param tasksWaitingMax waiting tasks of all jobs together; beyond it submissions are refused
 * @param jobsLiveMax jobs that have not ended
 * @param specCharsMax characters of a job's commands, environment, options and labels together
 * @param paramsCharsMax characters of one task's parameters
 * @param endedJobsMax ended jobs kept in the live state; older ones are forgotten (their history
 *     stays)
 * @param endedJobMillis how long an ended job stays in the live state at most
 * @param lostWorkerMillis how long a lost worker stays listed
 */
public record CoreLimits(
    int tasksPerJobMax,
    long tasksWaitingMax,
    int jobsLiveMax,
    int specCharsMax,
    int paramsCharsMax,
    int endedJobsMax,
    long endedJobMillis,
    long lostWorkerMillis) {
  public static final CoreLimits DEFAULT =
      new CoreLimits(
          10_000_000,
          20_000_000,
          2_000_000,
          256 * 1024,
          16 * 1024,
          10_000,
          24 * 3_600_000L,
          24 * 3_600_000L);
}
