package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import java.nio.file.Path;

/**
 * An attempt whose main process was started and not yet reported as ended.
 *
 * @param pid of the main process, also its session's id
 * @param startedAtMillis wall clock, since 1970
 * @param ranMillis how long it has run when this was said
 * @param adopted whether it was started by an earlier guard, so that its exit code will stay
 *     unknown
 * @param directory where its files are; see {@link AttemptDirectory}
 * @param note as the worker gave it
 */
public record RunningAttempt(
    AttemptId attempt,
    int pid,
    long startedAtMillis,
    long ranMillis,
    boolean adopted,
    Path directory,
    String note) {}
