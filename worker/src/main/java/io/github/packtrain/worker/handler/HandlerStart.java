package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.GangMember;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.worker.guard.AttemptDirectory;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a handler to start.
 *
 * @param handler its name, and the options that all tasks of the job share
 * @param params JSON object of the task, or empty
 * @param timeLimitMillis it is ended after running this long; 0 for no limit
 * @param graceMillis how long a handler that was interrupted may go on before it is abandoned
 * @param requiredMetrics names that its result has to hold as finite numbers; with none, whatever
 *     it returns has to be finite
 * @param workerDirectory below which its log and its checkpoints go, made when there is something
 *     to write
 * @param gang which member of a gang it is, or null
 */
public record HandlerStart(
    AttemptId attempt,
    TaskBody.Handler handler,
    String params,
    long timeLimitMillis,
    long graceMillis,
    List<String> requiredMetrics,
    Path workerDirectory,
    @Nullable GangMember gang) {
  public HandlerStart {
    requiredMetrics = List.copyOf(requiredMetrics);
  }

  /** Of no gang. */
  public HandlerStart(
      AttemptId attempt,
      TaskBody.Handler handler,
      String params,
      long timeLimitMillis,
      long graceMillis,
      List<String> requiredMetrics,
      Path workerDirectory) {
    this(
        attempt,
        handler,
        params,
        timeLimitMillis,
        graceMillis,
        requiredMetrics,
        workerDirectory,
        null);
  }

  AttemptDirectory directory() {
    return AttemptDirectory.of(workerDirectory, attempt);
  }

  /** One per task, so that a later attempt finds what an earlier one left. */
  Path checkpointDirectory() {
    return workerDirectory
        .resolve("checkpoints")
        .resolve(attempt.task().toString().replace('/', '-'));
  }
}
