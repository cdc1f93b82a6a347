package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.LiveLines;
import io.github.packtrain.cli.terminal.Terminal;
import io.github.packtrain.cli.tree.Node;
import java.util.List;

/** A job of many tasks while one waits for it. */
final class JobProgress {
  private final LiveLines lines;

  JobProgress(Terminal terminal) {
    this.lines = new LiveLines(terminal);
  }

  void show(Node job) {
    long total = Math.max(1, job.number("tasks.total"));
    long ended = JobTable.done(job) + JobTable.failed(job);
    String why = job.text("waitingFor");
    lines.show(
        List.of(
            job.text("id")
                + " "
                + LiveLines.bar(ended, total)
                + " "
                + JobTable.done(job)
                + " done, "
                + job.number("tasks.running")
                + " running, "
                + JobTable.waiting(job)
                + " waiting, "
                + JobTable.failed(job)
                + " failed"
                + (why.isEmpty() ? "" : "   waits for " + Shown.waitingFor(why))));
  }

  void end() {
    lines.end();
  }
}
