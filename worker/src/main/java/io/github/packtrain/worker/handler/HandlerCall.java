package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptId;
import java.nio.file.Path;
import java.util.Map;

/** What a handler is given for one attempt. Belongs to the thread that runs it. */
public interface HandlerCall {
  AttemptId attempt();

  /** The task's own parameters: a JSON object. */
  String parameters();

  /** What is common to all tasks of the job: a JSON object. */
  String options();

  /**
   * Where checkpoints go: the same directory for all attempts of a task on this worker. Write them
   * aside and rename them.
   */
  Path checkpointDirectory();

  /**
   * Reports an intermediate measurement. Numbers that are not finite are left out, and the log says
   * so.
   *
   * @param step as the handler counts, such as the epoch; at least 0
   */
  void report(long step, Map<String, Double> metrics);

  /** Appends a line to the attempt's standard output. */
  void log(String line);

  /**
   * Whether the attempt is to end. The thread is interrupted as well; a handler that computes for
   * long without waiting looks here now and then and then throws {@link InterruptedException}.
   */
  boolean isCancelled();
}
