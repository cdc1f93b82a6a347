package io.github.packtrain.session.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.protocol.v1.GangPlace;
import java.util.Map;
import java.util.TreeMap;

/** What a member of a gang finds in its environment. */
final class GangEnvironment {
  private GangEnvironment() {}

  /** The job with rank, size and meeting place; a handler has no environment. */
  static JobSpec of(JobSpec spec, AttemptId attempt, GangPlace gang) {
    if (!(spec.body() instanceof TaskBody.Command command)) {
      return spec;
    }
    Map<String, String> environment = new TreeMap<>(command.environment());
    environment.put("PACKTRAIN_RANK", Integer.toString(attempt.task().index()));
    environment.put("PACKTRAIN_WORLD_SIZE", Integer.toString(gang.getSize()));
    environment.put("PACKTRAIN_RENDEZVOUS", gang.getRendezvous());
    return spec.withBody(new TaskBody.Command(command.argv(), environment, command.workdir()));
  }
}
