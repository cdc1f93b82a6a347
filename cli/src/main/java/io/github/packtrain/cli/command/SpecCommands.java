package io.github.packtrain.cli.command;

import io.github.packtrain.cli.spec.JobFile;
import io.github.packtrain.cli.spec.JobsFile;
import io.github.packtrain.cli.spec.SpecFile;
import io.github.packtrain.cli.spec.StudyFile;
import io.github.packtrain.cli.terminal.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code packtrain spec …}. */
final class SpecCommands {
  private SpecCommands() {}

  @Command(
      name = "spec",
      description = "Job and study files: check.",
      subcommands = {Check.class})
  static final class Spec {}

  @Command(name = "check", description = "Says what is wrong with a file; submits nothing.")
  static final class Check implements Callable<Integer> {
    private final Cli cli;
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "FILE", description = "A job or study file.")
    private String file = "";

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A parameter of the file.")
    private List<String> sets = new ArrayList<>();

    Check(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      SpecFile spec =
          SpecFile.read(Path.of(file), FlagValues.pairs("--set", sets), cli.workingDirectory());
      if (cli.json(new TargetFlags(), output)) {
        cli.terminal().print(spec.request());
      } else {
        cli.terminal()
            .print(
                switch (spec) {
                  case JobFile job ->
                      file
                          + ": job '"
                          + job.name()
                          + "' of "
                          + Shown.count(job.count(), "task")
                          + ", no problems";
                  case JobsFile jobs ->
                      file + ": " + Shown.count(jobs.jobs().size(), "job") + ", no problems";
                  case StudyFile study -> file + ": study '" + study.name() + "', no problems";
                });
      }
      return ExitCode.OK.number();
    }
  }
}
