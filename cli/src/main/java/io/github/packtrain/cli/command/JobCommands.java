package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code packtrain ps} and {@code packtrain job …}, the short ones. */
final class JobCommands {
  private static final int LIST_DEFAULT = 50;
  private static final int LIST_MAX = 100_000;
  private static final int TASKS_SHOWN = 20;

  private JobCommands() {}

  @Command(
      name = "job",
      aliases = "jobs",
      description = "Jobs: list, show, cancel, retry, wait, logs.",
      subcommands = {
        JobList.class,
        JobShow.class,
        JobCancel.class,
        JobRetry.class,
        WaitCommand.class,
        LogsCommand.class
      })
  static final class Job {}

  @Command(name = "ps", description = "The jobs that have not ended.")
  static final class Ps implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    Ps(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      return list(cli, target, output, true, LIST_MAX);
    }
  }

  @Command(name = "list", aliases = "ls", description = "The newest jobs.")
  static final class JobList implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Option(names = "--active", description = "Only those that have not ended.")
    private boolean active;

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "How many at most; default ${DEFAULT-VALUE}.")
    private int limit = LIST_DEFAULT;

    JobList(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      return list(
          cli,
          target,
          output,
          active,
          FlagValues.within("--limit", limit, 1, LIST_MAX, "a list shows some jobs, not all"));
    }
  }

  private static int list(
      Cli cli, TargetFlags target, OutputFlag output, boolean active, int limit) {
    try (Connection connection = cli.connect(target, output)) {
      String query = MasterApi.query("activeOnly", active ? "true" : "");
      List<Node> jobs = connection.api().list("/v1/jobs" + query, "jobs", limit);
      if (cli.json(target, output)) {
        cli.terminal().print(new JsonObject().put("jobs", jobs).node());
      } else if (jobs.isEmpty()) {
        cli.terminal().say(active ? "no job is active" : "there are no jobs");
      } else {
        cli.print(JobTable.of(jobs, Instant.now()));
      }
      return ExitCode.OK.number();
    }
  }

  @Command(name = "show", description = "One job and its tasks.")
  static final class JobShow implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "JOB", description = "J42, 42 or last.")
    private String job = "";

    JobShow(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        MasterApi api = connection.api();
        String id = Ids.job(job, api);
        Node found = api.get(MasterApi.path("/v1/jobs/%s", id));
        List<Node> tasks = api.list(MasterApi.path("/v1/jobs/%s/tasks", id), "tasks", TASKS_SHOWN);
        if (cli.json(target, output)) {
          cli.terminal().print(new JsonObject().put("job", found).put("tasks", tasks).node());
        } else {
          JobLines.of(found, Instant.now()).forEach(cli.terminal()::print);
          cli.print(JobTable.tasks(tasks, Instant.now()));
          long more = found.number("tasks.total") - tasks.size();
          if (more > 0) {
            cli.terminal().say("and " + more + " more");
          }
        }
        return ExitCode.OK.number();
      }
    }
  }

  @Command(name = "cancel", description = "Ends a job or one task of it.")
  static final class JobCancel implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(
        arity = "1..*",
        paramLabel = "JOB",
        description = "J42, 42, last, or a task J42/17.")
    private List<String> jobs = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the job.")
    private String reason = "";

    JobCancel(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        for (String job : jobs) {
          Node body = new JsonObject().put("reason", reason).node();
          Node answer;
          String name;
          if (Ids.isTask(job)) {
            Ids.Task task = Ids.task(job, connection.api());
            name = task.job() + "/" + task.index();
            answer =
                connection
                    .api()
                    .post(
                        MasterApi.path("/v1/jobs/%s/tasks/%s:cancel", task.job(), task.index()),
                        body);
          } else {
            name = Ids.job(job, connection.api());
            answer = connection.api().post(MasterApi.path("/v1/jobs/%s:cancel", name), body);
          }
          say(cli, target, output, name, answer, "cancelled");
        }
        return ExitCode.OK.number();
      }
    }
  }

  @Command(name = "retry", description = "Runs the failed tasks of a job again.")
  static final class JobRetry implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "JOB", description = "J42, 42 or last.")
    private String job = "";

    @Option(
        names = "--states",
        split = ",",
        paramLabel = "STATE",
        description = "failed, timed_out, cancelled; default failed,timed_out.")
    private List<TaskState> states = List.of();

    enum TaskState {
      failed,
      timed_out,
      cancelled
    }

    JobRetry(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try (Connection connection = cli.connect(target, output)) {
        String id = Ids.job(job, connection.api());
        List<String> names =
            states.stream().map(state -> "TASK_" + state.name().toUpperCase(Locale.ROOT)).toList();
        Node answer =
            connection
                .api()
                .post(
                    MasterApi.path("/v1/jobs/%s:retry", id),
                    new JsonObject().putTexts("states", names).node());
        say(cli, target, output, id, answer, "queued again");
        return ExitCode.OK.number();
      }
    }
  }

  private static void say(
      Cli cli, TargetFlags target, OutputFlag output, String name, Node answer, String done) {
    if (cli.json(target, output)) {
      cli.terminal().print(answer);
    } else {
      cli.terminal().print(name + ": " + Shown.count(answer.number("count"), "task") + " " + done);
    }
  }
}
