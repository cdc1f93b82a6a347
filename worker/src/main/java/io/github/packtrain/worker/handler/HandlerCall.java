package io.github.packtrain.worker.handler;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.GangMember;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a handler is given for one attempt. It may be used by threads that the handler starts. */
public interface HandlerCall {
  AttemptId attempt();

  /**
   * The task's own parameters, such as a candidate of a search.
   *
   * @throws BadParameterException when they are not a JSON object
   */
  HandlerParameters params() throws BadParameterException;

  /**
   * What is common to all tasks of the job.
   *
   * @throws BadParameterException when they are not a JSON object
   */
  HandlerParameters options() throws BadParameterException;

  /**
   * Rank, size and meeting place when the task is a member of a gang; empty when it runs by itself.
   * Rank 0 may listen at {@link GangMember#port}; the others find it at {@link
   * GangMember#rendezvous}.
   */
  Optional<GangMember> findGang();

  /**
   * Where checkpoints go, made on the first call: the same directory for all attempts of a task on
   * this worker. Write them aside and rename them.
   */
  Path checkpointDirectory() throws IOException;

  /**
   * Reports an intermediate measurement. Numbers that are not finite are left out, and the log says
   * so. Short bursts pass; of more than ten a second for long the newest are kept. After the end of
   * the attempt it does nothing.
   *
   * @param step as the handler counts, such as the epoch; at least 0
   */
  void report(long step, Map<String, Double> metrics);

  /**
   * Appends a line to the attempt's standard output. After 4 MiB the rest is left out; where the
   * disk fails the line is lost and the attempt goes on.
   */
  void log(String line);

  /**
   * Whether the attempt is to end. The thread is interrupted as well; a handler that computes for
   * long without waiting looks here now and then and then throws {@link InterruptedException}.
   */
  boolean isCancelled();
}
