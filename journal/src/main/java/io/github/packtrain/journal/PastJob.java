package io.github.packtrain.journal;

import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.JobState;

/**
 * An ended job as the history has it.
 *
 * @param count of its tasks, the sum of the next four
 */
public record PastJob(
    JobId id,
    String submissionId,
    String owner,
    JobSpec spec,
    JobState state,
    int count,
    int completed,
    int failed,
    int cancelled,
    int timedOut,
    boolean cancelRequested,
    long submittedAtMillis,
    long endedAtMillis) {}
