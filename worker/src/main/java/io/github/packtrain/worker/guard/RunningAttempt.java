package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;

/**
 * An attempt whose main process was started and not yet reported as ended.
 *
 * @param pid of the main process, also its session's id
 * @param startedAtMillis wall clock, since 1970
 * @param ranMillis how long it has run when this was said
 * @param adopted whether it was started by an earlier guard, so that its exit code will stay
 *     unknown
 */
public record RunningAttempt(
    AttemptId attempt, int pid, long startedAtMillis, long ranMillis, boolean adopted) {}
