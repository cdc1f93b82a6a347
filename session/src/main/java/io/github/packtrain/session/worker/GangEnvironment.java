package io.github.packtrain.session.worker;

import io.github.packtrain.model.GangMember;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.TaskBody;
import java.util.Map;
import java.util.TreeMap;

/** What a member of a gang finds in its environment; a handler is told by its call. */
final class GangEnvironment {
  private GangEnvironment() {}

  /** The job with rank, size and meeting place. */
  static JobSpec of(JobSpec spec, GangMember member) {
    if (!(spec.body() instanceof TaskBody.Command command)) {
      return spec;
    }
    Map<String, String> environment = new TreeMap<>(command.environment());
    environment.put("PACKTRAIN_RANK", Integer.toString(member.rank()));
    environment.put("PACKTRAIN_WORLD_SIZE", Integer.toString(member.size()));
    environment.put("PACKTRAIN_RENDEZVOUS", member.rendezvous());
    return spec.withBody(new TaskBody.Command(command.argv(), environment, command.workdir()));
  }
}
