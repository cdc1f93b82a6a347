package io.github.packtrain.cli.command;

import io.github.packtrain.cli.spec.JobFile;
import io.github.packtrain.cli.spec.JobsFile;
import io.github.packtrain.cli.spec.SpecFile;
import io.github.packtrain.cli.spec.SpecFlags;
import io.github.packtrain.cli.spec.StudyFile;
import io.github.packtrain.cli.terminal.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A job on the command line: a file, flags, or both; flags go before the file. */
final class JobFlags {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A job file (kind: job).")
  private String file = "";

  @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A parameter of the file.")
  private List<String> sets = new ArrayList<>();

  @Option(names = "--name", paramLabel = "NAME", description = "For people; default what runs.")
  private String name = "";

  @Option(names = "--queue", paramLabel = "QUEUE", description = "Where it waits.")
  private String queue = "";

  @Option(
      names = "--priority",
      paramLabel = "0..100",
      description = "Higher runs first; or low, normal, high, urgent.")
  private String priority = "";

  @Option(
      names = "--array",
      paramLabel = "RANGE",
      description = "Many tasks: a number, or a range such as 1-200.")
  private String array = "";

  @Option(
      names = "--max-parallel",
      paramLabel = "N",
      description = "How many of its tasks run at once.")
  private String maxParallel = "";

  @Option(
      names = "--cpu",
      paramLabel = "CORES",
      description = "Of each task: 4, 0.5 or 500m; default 1.")
  private String cpu = "";

  @Option(names = "--mem", paramLabel = "SIZE", description = "Memory of each task, such as 8GB.")
  private String memory = "";

  @Option(names = "--disk", paramLabel = "SIZE", description = "Disk of each task.")
  private String disk = "";

  @Option(
      names = "--gpu",
      paramLabel = "GPUS",
      description = "Of each task: 2, A100:2, or a share such as 0.5.")
  private String gpu = "";

  @Option(
      names = "--gpu-mem",
      paramLabel = "SIZE",
      description = "Memory of each device, at least.")
  private String gpuMemory = "";

  @Option(
      names = "--label",
      paramLabel = "K=V",
      description = "A label that the worker must carry.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "TIME",
      description = "An attempt that runs longer is ended; default 1h.")
  private String limit = "";

  @Option(
      names = "--estimate",
      paramLabel = "TIME",
      description = "How long a task will run, as you believe; some queue orders look at it.")
  private String estimate = "";

  @Option(
      names = "--task-kind",
      paramLabel = "KIND",
      description = "What its tasks are, such as benchmark; what is learned is learned by kind.")
  private String taskKind = "";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model that they train or run, such as bert-base-uncased.")
  private String model = "";

  @Option(
      names = "--family",
      paramLabel = "NAME",
      description = "Of the model; default what the list of model families says.")
  private String family = "";

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "When it should have ended, such as 2030-12-01T08:00:00Z.")
  private String deadline = "";

  @Option(
      names = "--deadline-firm",
      description = "Refuse the job when it cannot meet its deadline even if it started at once.")
  private boolean deadlineFirm;

  @Option(
      names = "--after-ok",
      split = ",",
      paramLabel = "JOB",
      description = "Start when all of these have succeeded: J42, last, or a task J42/3.")
  private List<String> afterOk = new ArrayList<>();

  @Option(
      names = "--after-any",
      split = ",",
      paramLabel = "JOB",
      description = "Start when all of these have ended, in whatever way.")
  private List<String> afterAny = new ArrayList<>();

  @Option(
      names = "--after-keep",
      description = "When one of --after-ok fails, wait for its retry instead of being cancelled.")
  private boolean afterKeep;

  @Option(
      names = "--gang",
      description = "Its tasks start together or not at all, and fail together.")
  private boolean gang;

  @Option(
      names = "--topology-require",
      paramLabel = "LEVEL",
      description =
          "Start only within one rack, host or island (of GPUs): a gang, or one task's GPUs.")
  private String topologyRequire = "";

  @Option(
      names = "--topology-prefer",
      paramLabel = "LEVEL",
      description = "The same as a wish: as near as can be had just now.")
  private String topologyPrefer = "";

  @Option(
      names = "--preemptible",
      description = "Running tasks may be taken back and run again later.")
  private boolean preemptible;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "How often a failed task runs again; default 2, of run 0.")
  private String retries = "";

  @Option(names = "--env", paramLabel = "K=V", description = "A variable of its environment.")
  private List<String> env = new ArrayList<>();

  @Option(
      names = "--workdir",
      paramLabel = "DIR",
      description = "Where it runs; default here. 'task' for a directory of its own.")
  private String workdir = "";

  @Option(
      names = "--handler",
      paramLabel = "NAME",
      description = "A handler of the worker instead of a command.")
  private String handler = "";

  @Parameters(arity = "0..*", paramLabel = "CMD", description = "Program and arguments, after --.")
  private List<String> command = new ArrayList<>();

  /**
   * @param retriesDefault of a job that is not in a file; a file's own word goes before it
   */
  JobFile read(Cli cli, String retriesDefault) {
    SpecFlags flags = flags();
    if (file.isEmpty()) {
      if (!sets.isEmpty()) {
        throw Failure.usage(
            "set",
            "--set is given without --file",
            "it sets parameters that a file declares",
            "name the file with -f, or leave --set out");
      }
      put(flags, "retry", retries.isEmpty() ? retriesDefault : "");
      if (command.isEmpty() && handler.isEmpty()) {
        throw Failure.usage(
            "command",
            "nothing says what to run",
            "a job runs a command, a handler, or what a file says",
            "packtrain submit -- python3 train.py     or -f job.yaml");
      }
      return SpecFile.ofFlags(flags, cli.workingDirectory());
    }
    return switch (spec(cli, flags)) {
      case JobFile job -> job;
      case JobsFile jobs ->
          throw Failure.usage(
              "kind",
              file + " describes " + Shown.count(jobs.jobs().size(), "job") + ", not one",
              "packtrain run follows a single job",
              "packtrain submit -f " + file);
      case StudyFile study ->
          throw Failure.usage(
              "kind",
              file + " describes the study '" + study.name() + "', not a job",
              "a study makes jobs of its own",
              "packtrain study run " + file);
    };
  }

  /** Several jobs, when the file describes such; else see {@link #read}. */
  Optional<JobsFile> findJobs(Cli cli) {
    return !file.isEmpty() && spec(cli, flags()) instanceof JobsFile jobs
        ? Optional.of(jobs)
        : Optional.empty();
  }

  private SpecFile spec(Cli cli, SpecFlags flags) {
    return SpecFile.read(
        Path.of(file), FlagValues.pairs("--set", sets), cli.workingDirectory(), flags);
  }

  private SpecFlags flags() {
    SpecFlags flags = new SpecFlags();
    put(flags, "name", name);
    put(flags, "queue", queue);
    put(flags, "priority", priority);
    put(flags, "array", array);
    put(flags, "max_parallel", maxParallel);
    put(flags, "retry", retries);
    put(flags, "workdir", workdir);
    put(flags, "handler", handler);
    put(flags, "deadline", deadline);
    put(flags, "deadline_firm", deadlineFirm ? "true" : "");
    putAll(flags, "after.ok", afterOk);
    putAll(flags, "after.any", afterAny);
    put(flags, "after.keep", afterKeep ? "true" : "");
    put(flags, "gang", gang ? "true" : "");
    put(flags, "topology.require", topologyRequire);
    put(flags, "topology.prefer", topologyPrefer);
    put(flags, "preemptible", preemptible ? "true" : "");
    put(flags, "task_kind", taskKind);
    put(flags, "model", model);
    put(flags, "family", family);
    put(flags, "estimate", estimate.isEmpty() ? "" : FlagValues.duration("--estimate", estimate));
    put(flags, "limit", limit.isEmpty() ? "" : FlagValues.duration("--limit", limit));
    put(flags, "resources.cpu", cpu.isEmpty() ? "" : FlagValues.cpu("--cpu", cpu));
    put(flags, "resources.memory", memory.isEmpty() ? "" : FlagValues.size("--mem", memory));
    put(flags, "resources.disk", disk.isEmpty() ? "" : FlagValues.size("--disk", disk));
    put(flags, "resources.gpu", gpu.isEmpty() ? "" : FlagValues.gpu("--gpu", gpu));
    put(
        flags,
        "resources.gpu.memory",
        gpuMemory.isEmpty() ? "" : FlagValues.size("--gpu-mem", gpuMemory));
    flags.put("resources.labels", FlagValues.pairs("--label", labels));
    flags.put("env", FlagValues.pairs("--env", env));
    if (!command.isEmpty()) {
      checkQuoting();
      flags.put("command", command);
    }
    return flags;
  }

  /** {@code submit "python train.py"}: the quotes made one word of it. */
  private void checkQuoting() {
    String program = command.getFirst();
    if (command.size() == 1
        && program.strip().contains(" ")
        && !Files.exists(Path.of(program.strip()))) {
      throw Failure.usage(
          "quoting",
          "the quotes make '" + program + "' the name of a program",
          "there is no file of that name",
          "packtrain submit -- " + program);
    }
  }

  private static void putAll(SpecFlags flags, String path, List<String> values) {
    if (!values.isEmpty()) {
      flags.put(path, values);
    }
  }

  private static void put(SpecFlags flags, String path, String value) {
    if (!value.isEmpty()) {
      flags.put(path, value);
    }
  }
}
