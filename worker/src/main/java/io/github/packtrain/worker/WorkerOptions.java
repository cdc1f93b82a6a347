package io.github.packtrain.worker;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a worker is started.
 *
 * @param masterHost where the master listens for workers
 * @param name unique among the master's workers
 * @param directory its own, for as long as it lives; holds its identity and its attempts' files
 * @param gpus {@code all}, {@code none} or {@code sim:4xA100-80GB}
 * @param cpuMilli CPU to offer instead of what is found
 * @param memoryBytes memory to offer instead of what is found
 * @param labels for constraints
 * @param credential token of the master, or a join token {@code ptj1.…} that pins the master's CA
 * @param handlersOnly take no commands: then no guard process is needed, and many workers fit into
 *     one process
 * @param stopWithParent end when standard input ends, and with it all attempts
 * @param taskUser account that commands run under, when the worker is root; empty for its own
 */
public record WorkerOptions(
    String masterHost,
    int masterPort,
    String name,
    Path directory,
    String gpus,
    OptionalInt cpuMilli,
    OptionalLong memoryBytes,
    Map<String, String> labels,
    String credential,
    boolean handlersOnly,
    boolean stopWithParent,
    String taskUser) {
  public WorkerOptions {
    labels = Map.copyOf(labels);
  }
}
