package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.spec.JobFile;
import io.github.packtrain.cli.spec.JobsFile;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.tree.Node;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code packtrain submit}. */
@Command(
    name = "submit",
    description = "Submits a job and prints its id: packtrain submit --gpu 1 -- python3 train.py")
final class SubmitCommand implements Callable<Integer> {
  private static final long ROUND_MILLIS = 30_000;
  private final Cli cli;
  @Mixin private TargetFlags target = new TargetFlags();
  @Mixin private OutputFlag output = new OutputFlag();
  @Mixin private JobFlags flags = new JobFlags();

  @Option(
      names = {"-w", "--wait"},
      description = "Wait until it has ended: 0 when all tasks succeeded, else 8.")
  private boolean wait;

  SubmitCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Optional<JobsFile> several = flags.findJobs(cli);
    Optional<JobFile> one =
        several.isPresent() ? Optional.empty() : Optional.of(flags.read(cli, ""));
    try (Connection connection = cli.connect(target, output)) {
      Node answer =
          one.isPresent()
              ? Submission.send(connection.api(), one.get())
              : Submission.send(connection.api(), several.orElseThrow());
      List<Node> jobs = one.isPresent() ? List.of(answer) : answer.items("jobs");
      boolean json = cli.json(target, output);
      if (wait) {
        connection.startWorkers(Connection.WorkerPlan.ONE);
      }
      if (!json) {
        jobs.forEach(job -> say(connection.api(), job, connection.isEmbedded()));
      } else if (!wait) {
        cli.terminal().print(answer);
      }
      ExitCode exit = ExitCode.OK;
      for (Node job : wait ? jobs : List.<Node>of()) {
        ExitCode ended = await(connection, job.text("job"), json);
        exit = exit == ExitCode.OK ? ended : exit;
      }
      return exit.number();
    }
  }

  /** Accepted all the same: a worker that can run it may come. */
  private void warnIfImpossible(MasterApi api, String id) {
    Node explanation;
    try {
      explanation = api.get(MasterApi.path("/v1/jobs/%s:explain", id));
    } catch (Failure _) {
      return; // The job is accepted; why it waits can be asked again.
    }
    boolean impossible =
        explanation.items("reasons").stream()
            .anyMatch(reason -> reason.text("code").startsWith("INFEASIBLE"));
    if (impossible) {
      cli.terminal().say("  it waits: " + explanation.text("summary"));
    }
  }

  private void say(MasterApi api, Node answer, boolean embedded) {
    String id = answer.text("job");
    Node spec = answer.mapping("spec");
    cli.terminal()
        .print(
            id
                + " "
                + spec.text("name")
                + ": "
                + Shown.count(answer.number("count"), "task")
                + " in '"
                + spec.text("queue")
                + "' (priority "
                + spec.number("priority")
                + ", limit "
                + Quantities.duration(spec.number("timeLimitMillis"))
                + ")");
    for (Node warning : answer.items("warnings")) {
      cli.terminal().say("  warning: " + warning.text());
    }
    if (embedded && wait) {
      cli.terminal().say("  no master runs: one runs with a worker for as long as this takes");
    } else if (embedded) {
      cli.terminal().say("  no master runs: it waits in the data directory for  packtrain up");
    } else {
      warnIfImpossible(api, id);
      cli.terminal()
          .say("  follow: packtrain job wait " + id + "     why: packtrain explain " + id);
    }
  }

  private ExitCode await(Connection connection, String id, boolean json) {
    try (Interrupt _ =
        Interrupt.run(
            () -> {
              cli.terminal().say(id + " is kept; packtrain job wait " + id + " waits again");
              connection.close();
            })) {
      Node ended =
          new Waiting(connection.api(), 0).await(id, ROUND_MILLIS, _ -> connection.checkWorkers());
      ExitCode exit = Waiting.exitOf(ended);
      if (json) {
        cli.terminal().print(ended);
      } else {
        cli.terminal().print(id + " " + Shown.state(ended.text("state")));
        if (exit == ExitCode.FAILED) {
          Aftermath.show(cli.terminal(), connection.api(), ended);
        }
      }
      return exit;
    }
  }
}
