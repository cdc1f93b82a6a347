package io.github.packtrain.model.policy;

import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;

/**
 * A job whose place in its queue is asked for.
 *
 * @param spec what was submitted: name, priority, request, estimate, deadline and so on
 * @param arrivedMillis since the epoch
 * @param openTasks tasks that have not ended
 * @param servedMillis time for which its tasks held what they asked for so far, all together
 */
public record JobToOrder(
    JobId job, String owner, JobSpec spec, long arrivedMillis, int openTasks, long servedMillis) {}
