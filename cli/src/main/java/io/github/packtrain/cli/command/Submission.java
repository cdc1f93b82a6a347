package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.spec.JobFile;
import io.github.packtrain.cli.spec.JobsFile;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Hands a job to a master, once, whatever happens to the connection. */
final class Submission {
  private static final int TRIES = 3;
  private static final long PAUSE_MILLIS = 500;

  private Submission() {}

  /** The SubmitJobResponse. */
  static Node send(MasterApi api, JobFile job) {
    return send(api, "/v1/jobs", withId(api, job.request(), UUID.randomUUID().toString()));
  }

  /** The SubmitJobsResponse: all are accepted or none. */
  static Node send(MasterApi api, JobsFile file) {
    String id = UUID.randomUUID().toString();
    List<Node> jobs = new ArrayList<>();
    for (JobFile job : file.jobs()) {
      jobs.add(withId(api, job.request(), id + "/" + job.request().text("key")));
    }
    return send(api, "/v1/jobs:batch", new JsonObject().put("jobs", jobs).node());
  }

  /** The same submission id answers the same job, so a lost answer costs nothing. */
  private static Node send(MasterApi api, String path, Node body) {
    for (int attempt = 1; ; attempt++) {
      try {
        return api.post(path, body);
      } catch (Failure e) {
        if (!isPassing(e) || attempt == TRIES) {
          throw e;
        }
      }
      Waiting.sleep(PAUSE_MILLIS);
    }
  }

  private static Node withId(MasterApi api, Node.Mapping job, String id) {
    JsonObject request = new JsonObject().put("submissionId", id);
    job.entries().forEach((key, entry) -> request.put(key, entry.value()));
    if (job.has("spec.after")) {
      JsonObject spec = new JsonObject();
      job.mapping("spec").entries().forEach((key, entry) -> spec.put(key, entry.value()));
      spec.put("after", resolved(api, job.mapping("spec.after")));
      request.put("spec", spec);
    }
    return request.node();
  }

  /** {@code last} is looked up, and {@code j42} is J42. */
  private static JsonObject resolved(MasterApi api, Node.Mapping after) {
    JsonObject resolved = new JsonObject();
    after.entries().forEach((key, entry) -> resolved.put(key, entry.value()));
    List<Node> all = new ArrayList<>();
    for (Node dependency : after.items("dependencies")) {
      JsonObject one = new JsonObject().put("on", resolved(api, dependency.text("on")));
      if (dependency.has("any")) {
        one.put("any", true);
      }
      all.add(one.node());
    }
    return resolved.put("dependencies", all);
  }

  private static String resolved(MasterApi api, String on) {
    if (!Ids.isJobOrTask(on)) {
      return on; // The key of a job of the same file.
    }
    int slash = on.indexOf('/');
    String job = slash < 0 ? on : on.substring(0, slash);
    String task = slash < 0 ? "" : on.substring(slash);
    return Ids.isJobOrTask(job) ? Ids.job(job, api) + task : on;
  }

  /** The master is away, or has its hands full. */
  private static boolean isPassing(Failure e) {
    return e.exit() == ExitCode.UNREACHABLE
        || e.code().equals("BUSY")
        || e.code().equals("TOO_MANY_REQUESTS");
  }
}
