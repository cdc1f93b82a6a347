package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import io.github.packtrain.simulator.page.ComparisonPage;
import io.github.packtrain.simulator.replay.Experiment;
import io.github.packtrain.simulator.replay.Experiment.Sample;
import io.github.packtrain.simulator.replay.Policy;
import io.github.packtrain.simulator.replay.Protocol;
import io.github.packtrain.simulator.replay.Report;
import io.github.packtrain.simulator.saturation.Saturation;
import io.github.packtrain.simulator.trace.Generated;
import io.github.packtrain.simulator.trace.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code packtrain sim …}: the same core on virtual time. */
final class SimCommands {
  private static final int JOBS_MAX = 1_000_000;

  private SimCommands() {}

  @Command(
      name = "sim",
      description = "Replays recorded or made-up work on virtual time: run, compare, export.",
      subcommands = {Run.class, Compare.class, SimExport.class})
  static final class Sim {}

  /** What is replayed, and under which policies. */
  static final class ReplayFlags {
    @Option(
        names = "--protocol",
        paramLabel = "NAME",
        description = {
          "queue (arrivals and run times, the default), muri (with its overhead),",
          "or saturation (requests fill a cluster until nothing fits)."
        })
    private String protocol = "queue";

    @Option(
        names = "--trace",
        paramLabel = "FILE",
        description = {
          "A .swf file, a .csv of Muri, ITP or, for saturation, openb, a file of sim export,",
          "or a master's data directory or backup; default made-up jobs."
        })
    private String trace = "";

    @Option(
        names = "--cluster",
        paramLabel = "FILE",
        description = {
          "Machines: a .csv file in the form of openb, or a fleet's .yaml, which without",
          "--trace brings its own work along."
        })
    private String cluster = "";

    @Option(
        names = "--policy",
        paramLabel = "NAME",
        split = ",",
        description =
            "Placements, with commas between them, such as fgd,score:load=1,cores=0; default"
                + " best_fit.")
    private List<String> placements = new ArrayList<>();

    @Option(
        names = "--order",
        paramLabel = "NAME",
        split = ",",
        description = "Queue orders, such as fifo,srsf:repack=true; default priority.")
    private List<String> orders = new ArrayList<>();

    @Option(names = "--seeds", paramLabel = "N", description = "Of made-up work; default 5.")
    private int seeds = 5;

    @Option(
        names = "--jobs",
        paramLabel = "N",
        description = "How many made-up jobs; default 2000, or what a fleet's file says.")
    private int jobs;

    @Option(names = "--workers", paramLabel = "N", description = "Machines; default 16.")
    private int workers = Generated.DEFAULT.workers();

    @Option(
        names = "--devices",
        paramLabel = "N",
        description = "GPUs of a machine, or processors of an .swf trace's; default 8.")
    private int devices = Generated.DEFAULT.gpusPerWorker();

    @Option(
        names = "--load",
        paramLabel = "PART",
        description = "Part of all GPUs that made-up jobs need; default 0.9.")
    private double load = Generated.DEFAULT.load();

    @Option(
        names = "--failures",
        paramLabel = "PART",
        description = "Part of the attempts that fail halfway; default 0.")
    private double failures;

    boolean fills() {
      return protocol.equals("saturation");
    }

    SimFilling filling(Cli cli) {
      if (cluster.isEmpty() || trace.isEmpty()) {
        throw Failure.usage(
            "missing",
            "missing: " + (cluster.isEmpty() ? "--cluster" : "--trace"),
            "there are no made-up clusters to fill",
            "packtrain sim compare --protocol saturation --cluster nodes.csv --trace pods.csv");
      }
      if (!orders.isEmpty()) {
        throw Failure.usage(
            "value", "--order and --protocol saturation exclude each other",
            "requests are offered one by one, so no queue comes about", "leave --order out");
      }
      check();
      Path here = cli.workingDirectory();
      return new SimFilling(here.resolve(cluster), here.resolve(trace), placements(), seeds);
    }

    /** What came of each policy, in the order asked for. */
    List<Report> replay(Cli cli) {
      check();
      Protocol rules = protocolNamed();
      LongFunction<Experiment.Course> courses = work(cli, rules).courses();
      if (rules == Protocol.MURI
          && courses.apply(0).workload().ticksPerSecond() != Workload.MICROS) {
        throw Failure.usage(
            "value",
            "--protocol muri cannot replay " + trace,
            "its rule is for traces of the Muri project, whose times are finer",
            "leave --protocol out");
      }
      List<Report> reports = new ArrayList<>();
      for (Policy policy : policies()) {
        reports.add(Experiment.run(policy, rules, courses, trace.isEmpty() ? seeds : 1));
      }
      return reports;
    }

    private void check() {
      boolean sizes = jobs >= 0 && jobs <= JOBS_MAX && workers >= 1 && devices >= 1 && seeds >= 1;
      boolean parts = load > 0 && load <= 10 && failures >= 0 && failures < 1;
      if (!sizes || !parts) {
        throw Failure.usage(
            "value",
            "a number of the simulation is out of range",
            "with it there would be nothing to replay, or nowhere",
            "jobs, workers, devices and seeds are at least 1, --load is above 0, --failures below 1");
      }
    }

    private Protocol protocolNamed() {
      return switch (protocol) {
        case "queue" -> Protocol.QUEUE;
        case "muri" -> Protocol.MURI;
        case String other ->
            throw Failure.usage(
                "value",
                "there is no protocol '" + other + "'",
                "a protocol says by which rules a trace is replayed",
                "use one of: queue, muri, saturation");
      };
    }

    /** Options of a placement have commas between them too: what is no name goes on the last. */
    private List<String> placements() {
      List<String> all = new ArrayList<>();
      for (String part : placements) {
        boolean isOption = part.matches("[a-z_]+=.*") && !all.isEmpty();
        all.add(isOption ? all.removeLast() + "," + part : part);
      }
      return all.isEmpty() ? List.of("best_fit") : all;
    }

    private List<Policy> policies() {
      List<Policy> policies = new ArrayList<>();
      for (String placement : placements()) {
        for (String order : orders.isEmpty() ? List.of("priority") : orders) {
          Policy.problemOf(placement, order).ifPresent(FlagValues::refuse);
          policies.add(Policy.parse(placement, order));
        }
      }
      return policies;
    }

    private SimWork work(Cli cli, Protocol rules) {
      if (rules == Protocol.MURI && trace.isEmpty()) {
        throw Failure.usage(
            "missing",
            "missing: --trace",
            "the protocol muri replays a recorded trace",
            "packtrain sim run --protocol muri --trace trace.csv");
      }
      Generated made =
          Generated.DEFAULT.withJobs(jobs == 0 ? Generated.DEFAULT.jobs() : jobs, load);
      Path here = cli.workingDirectory();
      return new SimWork(
          trace.isEmpty() ? null : here.resolve(trace),
          cluster.isEmpty() ? null : here.resolve(cluster),
          made.on(workers, devices),
          jobs,
          failures);
    }
  }

  @Command(name = "run", description = "All figures of one policy.")
  static final class Run implements Callable<Integer> {
    private final Cli cli;
    @Mixin private ReplayFlags flags = new ReplayFlags();
    @Mixin private SimOutput output = new SimOutput();

    Run(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      return show(cli, flags, output, SimCommands::figures);
    }
  }

  @Command(name = "compare", description = "Policies side by side.")
  static final class Compare implements Callable<Integer> {
    private final Cli cli;
    @Mixin private ReplayFlags flags = new ReplayFlags();
    @Mixin private SimOutput output = new SimOutput();

    Compare(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      return show(cli, flags, output, SimCommands::sideBySide);
    }
  }

  private static int show(
      Cli cli, ReplayFlags flags, SimOutput output, Function<List<Report>, Table> table) {
    if (flags.fills()) {
      List<Saturation.Outcome> outcomes = flags.filling(cli).run();
      switch (output.format(cli)) {
        case table -> cli.print(SimFilling.table(outcomes));
        case json -> cli.terminal().print(Saturation.json(outcomes));
        case html -> cli.terminal().print(ComparisonPage.ofFillings(output.command(), outcomes));
      }
    } else {
      List<Report> reports = flags.replay(cli);
      switch (output.format(cli)) {
        case table -> cli.print(table.apply(reports));
        case json -> cli.terminal().print(json(reports));
        case html -> cli.terminal().print(ComparisonPage.ofReplays(output.command(), reports));
      }
    }
    return ExitCode.OK.number();
  }

  private static Table figures(List<Report> reports) {
    Table table = new Table().left("FIGURE").left("POLICY").right("MEAN").right("+-");
    for (Report report : reports) {
      report
          .metrics()
          .forEach(
              (name, sample) ->
                  table.row(
                      name,
                      text(report.policy()),
                      number(sample.mean()),
                      number(sample.confidence95())));
    }
    return table;
  }

  private static Table sideBySide(List<Report> reports) {
    Table table = new Table().left("POLICY");
    COLUMNS.forEach((title, _) -> table.right(title));
    for (Report report : reports) {
      List<String> cells = new ArrayList<>();
      cells.add(text(report.policy()));
      COLUMNS.forEach((_, name) -> cells.add(cell(report.metrics().get(name))));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  /** Titles of the table with the figures under them. */
  private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put("AVG JCT s", "avgJctSeconds");
    COLUMNS.put("P95 JCT s", "p95JctSeconds");
    COLUMNS.put("AVG WAIT s", "avgWaitSeconds");
    COLUMNS.put("SLOWDOWN", "avgSlowdown");
    COLUMNS.put("MAKESPAN s", "makespanSeconds");
    COLUMNS.put("GPU %", "gpuUtilisationPercent");
    COLUMNS.put("FRAGMENTED %", "fragmentedGpuPercent");
    COLUMNS.put("FAIRNESS", "jainFairness");
    COLUMNS.put("LATE", "deadlineMisses");
    COLUMNS.put("REQUEUES", "requeues");
    COLUMNS.put("LOST GPU h", "lostGpuHours");
  }

  private static String text(Policy policy) {
    return policy.orderText() + " " + policy.placementName();
  }

  private static String cell(@org.jspecify.annotations.Nullable Sample sample) {
    if (sample == null) {
      return "";
    }
    String spread = sample.n() < 2 ? "" : " +-" + number(sample.confidence95());
    return number(sample.mean()) + spread;
  }

  private static String number(double value) {
    double size = Math.abs(value);
    String form = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, value);
  }

  private static Node json(List<Report> reports) {
    List<Node> policies = new ArrayList<>();
    for (Report report : reports) {
      JsonObject metrics = new JsonObject();
      report.metrics().forEach((name, sample) -> metrics.put(name, json(sample)));
      policies.add(
          new JsonObject()
              .put("placement", report.policy().placementName())
              .put("order", report.policy().orderText())
              .put("metrics", metrics)
              .node());
    }
    return new JsonObject().put("policies", policies).node();
  }

  private static JsonObject json(Sample sample) {
    return new JsonObject().put("mean", sample.mean()).put("sd", sample.sd()).put("n", sample.n());
  }
}
