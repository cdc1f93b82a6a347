package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Terminal;
import io.github.packtrain.cli.tree.Node;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows failures where one waits: up to three failed tasks with the end of their stderr. */
final class Aftermath {
  private static final int TASKS_SHOWN = 3;
  private static final int LINES_SHOWN = 20;
  private static final int TAIL_BYTES = 8 * 1024;

  private Aftermath() {}

  static void show(Terminal terminal, MasterApi api, Node job) {
    String id = job.text("id");
    String query = "?states=TASK_FAILED&states=TASK_TIMED_OUT";
    List<Node> failed =
        api.list(MasterApi.path("/v1/jobs/%s/tasks", id) + query, "tasks", TASKS_SHOWN);
    for (Node task : failed) {
      List<Node> attempts = task.items("attempts");
      Node last = attempts.isEmpty() ? Node.empty() : attempts.getLast();
      Node result = last.mapping("result");
      terminal.say(
          task.text("id")
              + " failed: "
              + Shown.ending(result)
              + " ("
              + Shown.count(attempts.size(), "attempt")
              + ", worker "
              + last.text("worker")
              + ")");
      tail(terminal, api, id, task.number("index"));
    }
    long more = JobTable.failed(job) - job.number("tasks.cancelled") - failed.size();
    if (more > 0) {
      terminal.say("and " + more + " more");
    }
    terminal.say("  all tasks: packtrain job show " + id + "     again: packtrain job retry " + id);
  }

  private static void tail(Terminal terminal, MasterApi api, String job, long index) {
    StringBuilder text = new StringBuilder();
    try {
      api.stream(
          MasterApi.path("/v1/jobs/%s/tasks/%s/log", job, index)
              + MasterApi.query("stderr", "true", "offset", -TAIL_BYTES),
          data -> text.append(new String(LogsCommand.bytes(data), StandardCharsets.UTF_8)));
    } catch (Failure e) {
      terminal.say("  (its output cannot be had: " + e.message() + ")");
      return;
    }
    List<String> lines = text.toString().lines().toList();
    for (String line : lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size())) {
      terminal.say("  | " + line);
    }
  }
}
