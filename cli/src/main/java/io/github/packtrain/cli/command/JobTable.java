package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Jobs as rows, a job as lines. */
final class JobTable {
  private static final Set<String> ENDED = Set.of("JOB_COMPLETED", "JOB_FAILED", "JOB_CANCELLED");

  private JobTable() {}

  static boolean hasEnded(Node job) {
    return ENDED.contains(job.text("state"));
  }

  static Table of(List<Node> jobs, Instant now) {
    Table table =
        new Table()
            .left("JOB")
            .left("NAME")
            .left("QUEUE")
            .right("PRIO")
            .left("STATE")
            .right("DONE/RUN/WAIT/FAIL")
            .right("AGE")
            .left("WHY");
    for (Node job : jobs) {
      table.row(
          job.text("id"),
          job.text("spec.name"),
          job.text("spec.queue"),
          job.text("spec.priority"),
          Shown.state(job.text("state")),
          counts(job),
          Shown.age(job, "submittedAt", now),
          Shown.waitingFor(job.text("waitingFor")));
    }
    return table;
  }

  /** {@code 61/8/131/0}. */
  static String counts(Node job) {
    return done(job) + "/" + job.number("tasks.running") + "/" + waiting(job) + "/" + failed(job);
  }

  static long done(Node job) {
    return job.number("tasks.completed");
  }

  static long waiting(Node job) {
    return job.number("tasks.pending") + job.number("tasks.assigned");
  }

  static long failed(Node job) {
    return job.number("tasks.failed")
        + job.number("tasks.timedOut")
        + job.number("tasks.cancelled");
  }

  static Table tasks(List<Node> tasks, Instant now) {
    Table table =
        new Table()
            .left("TASK")
            .left("STATE")
            .right("ATTEMPTS")
            .left("WORKER")
            .right("TIME")
            .left("RESULT")
            .left("PARAMS");
    for (Node task : tasks) {
      List<Node> attempts = task.items("attempts");
      Node last = attempts.isEmpty() ? Node.empty() : attempts.getLast();
      table.row(
          task.text("id"),
          Shown.state(task.text("state")),
          String.valueOf(attempts.size()),
          last.text("worker"),
          Shown.between(last, "startedAt", "endedAt", now),
          result(task, last),
          task.text("params"));
    }
    return table;
  }

  private static String result(Node task, Node attempt) {
    Node.Mapping metrics = task.mapping("metrics");
    return metrics.entries().isEmpty()
        ? Shown.outcome(attempt.mapping("result"))
        : Shown.metrics(metrics);
  }
}
