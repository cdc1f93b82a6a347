package io.github.packtrain.cli.command;

import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.terminal.Failure;
import picocli.CommandLine.Option;

/** Workers that a command starts with its master. */
final class WorkerFlags {
  private static final int WORKERS_MAX = 256;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Workers to start when no master runs; they share this machine's cores. Default 1.")
  private int workers = 1;

  @Option(
      names = "--gpus",
      paramLabel = "SPEC",
      description = "Devices of each worker: all, none, or simulated ones such as sim:4xA100-80GB.")
  private String gpus = "";

  Connection.WorkerPlan plan() {
    if (workers < 1 || workers > WORKERS_MAX) {
      throw Failure.usage(
          "value", "--workers: " + workers + " is out of range", "use 1 to " + WORKERS_MAX);
    }
    return new Connection.WorkerPlan(workers, gpus);
  }
}
