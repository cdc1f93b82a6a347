package io.github.packtrain.cli.command;

import io.github.packtrain.cli.embedded.Connection;
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
    FlagValues.within("--workers", workers, 1, WORKERS_MAX, "each is a process of this machine");
    return new Connection.WorkerPlan(workers, gpus);
  }
}
