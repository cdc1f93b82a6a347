package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.worker.guard.AttemptDirectory;
import java.nio.file.Path;
import java.util.List;

/**
 * An attempt of a handler to start.
 *
 * @param handler its name
 * @param options JSON object for all tasks of the job, or empty
 * @param parameters JSON object of the task, or empty
 * @param directory where its log goes; made when there is something to write
 * @param checkpointDirectory made when the handler asks for it
 * @param timeLimitMillis it is ended after running this long; 0 for no limit
 * @param graceMillis how long a handler that was interrupted may go on before it is abandoned
 * @param requiredMetrics names that its result has to hold as finite numbers; with none, whatever
 *     it returns has to be finite
 */
public record StartHandler(
    AttemptId attempt,
    String handler,
    String options,
    String parameters,
    AttemptDirectory directory,
    Path checkpointDirectory,
    long timeLimitMillis,
    long graceMillis,
    List<String> requiredMetrics) {
  public StartHandler {
    requiredMetrics = List.copyOf(requiredMetrics);
  }
}
