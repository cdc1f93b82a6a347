package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.spec.JobFile;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Terminal;
import io.github.packtrain.cli.tree.Node;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code packtrain run}. */
@Command(
    name = "run",
    description = {
      "Submits a job, follows it and ends as it does: a single task with its own exit code,",
      "many with 0 or 8. Without a master, one runs with workers for as long as this takes."
    })
final class RunCommand implements Callable<Integer> {
  private static final long ROUND_MILLIS = 1_000;
  private static final int SIGNAL = 128;
  private static final int TIMED_OUT = 124;

  /** Who watches wants to see the first failure. */
  private static final String NO_RETRIES = "0";

  private final Cli cli;
  @Mixin private TargetFlags target = new TargetFlags();
  @Mixin private WorkerFlags workers = new WorkerFlags();
  @Mixin private JobFlags flags = new JobFlags();

  RunCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    JobFile job = flags.read(cli, NO_RETRIES);
    Connection.WorkerPlan plan = workers.plan();
    try (Connection connection = cli.connect(target, OutputFlag.NONE);
        Interrupt _ = Interrupt.run(() -> interrupted(connection))) {
      Node answer = Submission.send(connection.api(), job);
      connection.startWorkers(plan);
      return follow(connection, answer.text("job"), answer.number("count"));
    }
  }

  private void interrupted(Connection connection) {
    if (connection.isEmbedded()) {
      cli.terminal()
          .say(
              "interrupted; the master and its workers end. The job is kept: packtrain up  goes on with it");
      connection.close();
    } else {
      cli.terminal().say("detached; the job goes on. packtrain job wait last  waits for it again");
    }
  }

  private int follow(Connection connection, String id, long count) {
    Terminal terminal = cli.terminal();
    Waiting waiting = new Waiting(connection.api(), 0);
    Node ended;
    if (count == 1) {
      TaskOutput output = TaskOutput.follow(connection.api(), id, terminal);
      WaitingWord word = new WaitingWord(connection.api(), terminal);
      ended =
          waiting.await(
              id,
              ROUND_MILLIS,
              job -> {
                connection.checkWorkers();
                word.show(job);
              });
      output.awaitEnd();
    } else {
      terminal.say(id + ": " + Shown.count(count, "task"));
      JobProgress progress = new JobProgress(terminal);
      ended =
          waiting.await(
              id,
              ROUND_MILLIS,
              job -> {
                connection.checkWorkers();
                progress.show(job);
              });
      progress.end();
    }
    ExitCode exit = Waiting.exitOf(ended);
    if (exit == ExitCode.FAILED && count == 1) {
      return failed(connection.api(), id);
    }
    if (exit == ExitCode.FAILED) {
      Aftermath.show(terminal, connection.api(), ended);
    } else if (count > 1) {
      terminal.say(id + " " + Shown.state(ended.text("state")));
    }
    return exit.number();
  }

  /** The status that a shell would have seen. */
  private int failed(MasterApi api, String id) {
    Node task = api.get(MasterApi.path("/v1/jobs/%s/tasks/%s", id, 0));
    List<Node> attempts = task.items("attempts");
    Node result = attempts.isEmpty() ? Node.empty() : attempts.getLast().mapping("result");
    cli.terminal()
        .say(
            id
                + " failed: "
                + Shown.ending(result)
                + " ("
                + Shown.count(attempts.size(), "attempt")
                + ")");
    return switch (result.text("outcome")) {
      case "FAILED" ->
          result.number("exitCode") == 0
              ? ExitCode.FAILED.number()
              : (int) result.number("exitCode");
      case "SIGNALLED" -> SIGNAL + (int) result.number("signal");
      case "TIMED_OUT" -> TIMED_OUT;
      default -> ExitCode.FAILED.number();
    };
  }
}
