package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Terminal;
import io.github.packtrain.cli.tree.Node;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/**
 * Copies the output of a job's only task to this terminal while it runs: stdout to stdout, stderr
 * to stderr, one attempt after the other.
 */
final class TaskOutput {
  private static final long POLL_MILLIS = 200;
  private static final long END_MILLIS = 10_000;
  private static final Set<String> BEFORE =
      Set.of("TASK_STATE_UNSPECIFIED", "TASK_PENDING", "TASK_ASSIGNED");
  private static final Set<String> LAST =
      Set.of("TASK_COMPLETED", "TASK_FAILED", "TASK_CANCELLED", "TASK_TIMED_OUT");

  private final MasterApi api;
  private final String job;
  private final Terminal terminal;
  private final Thread thread;

  private TaskOutput(MasterApi api, String job, Terminal terminal) {
    this.api = api;
    this.job = job;
    this.terminal = terminal;
    this.thread = Thread.ofVirtual().name("output").unstarted(this::copy);
  }

  static TaskOutput follow(MasterApi api, String job, Terminal terminal) {
    TaskOutput output = new TaskOutput(api, job, terminal);
    output.thread.start();
    return output;
  }

  /** Waits until what the task wrote last is here. */
  void awaitEnd() {
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy() {
    int attempt = 0;
    while (true) {
      Node task;
      try {
        task = api.get(MasterApi.path("/v1/jobs/%s/tasks/%s", job, 0));
      } catch (Failure _) {
        // The master is away for a moment; waiting for the job says so if it stays away.
        Waiting.sleep(POLL_MILLIS);
        continue;
      }
      List<Node> attempts = task.items("attempts");
      for (Node each : attempts) {
        if (each.number("number") > attempt && !BEFORE.contains(each.text("state"))) {
          attempt = (int) each.number("number");
          // What was never started has no output, and the end of the job says why.
          if (!each.text("result.outcome").equals("NOT_STARTED")) {
            copy(attempt);
          }
        }
      }
      if (LAST.contains(task.text("state"))) {
        return;
      }
      Waiting.sleep(POLL_MILLIS);
    }
  }

  private void copy(int attempt) {
    Ids.Task id = new Ids.Task(job, 0, attempt);
    Thread errors = Thread.ofVirtual().start(() -> copy(id, true, terminal.err()));
    copy(id, false, terminal.out());
    try {
      errors.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy(Ids.Task id, boolean stderr, PrintStream to) {
    try {
      api.stream(
          LogsCommand.path(id, stderr, true, true),
          data -> {
            byte[] bytes = LogsCommand.bytes(data);
            to.write(bytes, 0, bytes.length);
            to.flush();
          });
    } catch (Failure e) {
      if (!Interrupt.hasHappened()) {
        terminal.say("(no more output of " + job + "/0." + id.attempt() + ": " + e.message() + ")");
      }
    }
  }
}
