package io.github.packtrain.journal;

import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import java.util.Optional;

/**
 * A task of an ended job as the history has it.
 *
 * @param params JSON, or empty
 * @param attempts how many it had; 0 when it was cancelled before its first
 * @param result of its last attempt
 */
public record PastTask(
    TaskId id, TaskState state, String params, int attempts, Optional<AttemptResult> result) {}
