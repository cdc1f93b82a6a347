package io.github.packtrain.core;

import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.WorkerId;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as it stands, for readers and for dispatch.
 *
 * @param allocation what it holds; nothing while it waits behind another
 * @param behind the attempt whose place it takes, or null
 * @param startedAtMillis 0 until it started
 * @param stopReason null unless it was asked to stop
 * @param gang null when it starts by itself
 */
public record AttemptView(
    AttemptId id,
    WorkerId worker,
    JobSpec spec,
    String params,
    Allocation allocation,
    @Nullable AttemptId behind,
    long placedAtMillis,
    long startedAtMillis,
    @Nullable Outcome stopReason,
    @Nullable GangView gang) {

  static AttemptView of(AttemptRecord attempt) {
    return new AttemptView(
        attempt.id,
        attempt.worker.id,
        attempt.job.spec,
        attempt.job.paramsOf(attempt.id.task().index()),
        attempt.allocation,
        attempt.behind,
        attempt.placedAtMillis,
        attempt.startedAtMillis,
        attempt.stopReason,
        GangView.of(attempt));
  }
}
