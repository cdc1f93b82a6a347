package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.spec.JobFile;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.util.UUID;

/** Hands a job to a master, once, whatever happens to the connection. */
final class Submission {
  private static final int TRIES = 3;
  private static final long PAUSE_MILLIS = 500;

  private Submission() {}

  /** The SubmitJobResponse. */
  static Node send(MasterApi api, JobFile job) {
    JsonObject request = new JsonObject().put("submissionId", UUID.randomUUID().toString());
    job.request().entries().forEach((key, entry) -> request.put(key, entry.value()));
    Node body = request.node();
    for (int attempt = 1; ; attempt++) {
      try {
        // The same submission id answers the same job, so a lost answer costs nothing.
        return api.post("/v1/jobs", body);
      } catch (Failure e) {
        if (!isPassing(e) || attempt == TRIES) {
          throw e;
        }
      }
      Waiting.sleep(PAUSE_MILLIS);
    }
  }

  /** The master is away, or has its hands full. */
  private static boolean isPassing(Failure e) {
    return e.exit() == ExitCode.UNREACHABLE
        || e.code().equals("BUSY")
        || e.code().equals("TOO_MANY_REQUESTS");
  }
}
