package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.demo.DemoFleet;
import io.github.packtrain.cli.demo.DemoWork;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.embedded.Connector;
import io.github.packtrain.cli.embedded.EmbeddedMaster;
import io.github.packtrain.cli.embedded.MasterFlags;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code packtrain demo}. */
@Command(
    name = "demo",
    description = {
      "A fleet of simulated workers with work coming in, live: to see scheduling at work.",
      "A real master and real workers; only the GPUs and the tasks are made up. Nothing is kept."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int WORKERS_MAX = 32;
  private static final long RUN_MAX_MILLIS = 86_400_000;

  private final Cli cli;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Workers, of four kinds in turn; default ${DEFAULT-VALUE}.")
  private int workers = 4;

  @Option(
      names = "--run-time",
      paramLabel = "SECONDS",
      description = "How long work comes in, such as 120 or 5m; default ${DEFAULT-VALUE}.")
  private String runTime = "60";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Another seed, other work; default ${DEFAULT-VALUE}.")
  private long seed = 1;

  DemoCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    long millis = runMillis();
    FlagValues.within("--workers", workers, 1, WORKERS_MAX, "each is a process of this machine");
    Path directory = directory();
    try (EmbeddedMaster master =
            Connector.startToStay(cli.starter(), MasterFlags.embedded(directory));
        Connection connection = Connection.embedded(master, directory);
        Interrupt _ = Interrupt.run(() -> interrupted(connection, directory))) {
      connection.startWorkers(DemoFleet.arguments(workers));
      MasterApi api = connection.api();
      new DemoShow(cli, api, new DemoWork(seed), connection::checkWorkers).run(workers, millis);
      return ExitCode.OK.number();
    } finally {
      delete(directory);
    }
  }

  private long runMillis() {
    String text = runTime.matches("[0-9]{1,9}") ? runTime + "s" : runTime;
    long millis = FlagValues.millis("--run-time", text);
    if (millis > RUN_MAX_MILLIS) {
      throw Failure.usage(
          "value",
          "--run-time: " + runTime + " is out of range",
          "a demonstration ends by itself, within a day",
          "use 1 to 86400 seconds");
    }
    return millis;
  }

  private void interrupted(Connection connection, Path directory) {
    cli.terminal().say("ending the workers and the master; nothing is kept");
    connection.close();
    delete(directory);
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("packtrain-demo-");
    } catch (IOException e) {
      throw new Failure(
          ExitCode.ERROR,
          "DEMO.directory",
          "there is no room for the demonstration's files",
          String.valueOf(e.getMessage()),
          "set TMPDIR to a directory that can be written to");
    }
  }

  /** Ctrl-C may delete at the same time. */
  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException _) {
      // Deleted already, which is what was wanted.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }
}
