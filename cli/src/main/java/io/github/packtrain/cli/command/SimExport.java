package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.simulator.trace.TraceFile;
import io.github.packtrain.simulator.trace.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code packtrain sim export}: what a master recorded, as a file that can be passed on. */
@Command(
    name = "export",
    description = {
      "Writes what a master recorded as one file of text, which --trace reads.",
      "In it are machines and jobs with requests, arrival and mean run time; not what",
      "jobs execute, their parameters, results and what they waited for."
    })
final class SimExport implements Callable<Integer> {
  private final Cli cli;

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      required = true,
      description = "A master's data directory while it is down, or a backup.")
  private String journal = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "Where to write it; replaced when it is there.")
  private String out = "";

  @Option(
      names = "--anonymous",
      description = "Numbers for the names of owners, jobs, queues, machines, labels and models.")
  private boolean anonymous;

  SimExport(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Path directory = cli.workingDirectory().resolve(journal);
    Path file = cli.workingDirectory().resolve(out);
    if (!Files.isDirectory(directory)) {
      throw failure(directory, "it is no directory");
    }
    try {
      Workload written = TraceFile.export(directory, file, anonymous);
      cli.terminal()
          .print(
              "%d jobs and %d machines in %s"
                  .formatted(written.jobs().size(), written.workers().size(), out));
    } catch (IOException e) {
      throw failure(directory, String.valueOf(e.getMessage()));
    }
    return ExitCode.OK.number();
  }

  private Failure failure(Path directory, String why) {
    return new Failure(
        ExitCode.ERROR,
        "SIM.export",
        directory + " cannot be written to " + out + " as a trace",
        why,
        "--journal takes the data directory of a master that is down, or a backup:"
            + " packtrain backup DIR");
  }
}
