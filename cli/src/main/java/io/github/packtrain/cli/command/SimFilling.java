package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.simulator.replay.Policy;
import io.github.packtrain.simulator.saturation.Saturation;
import io.github.packtrain.simulator.saturation.Spread;
import io.github.packtrain.simulator.trace.OpenbTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code packtrain sim … --protocol saturation}: requests fill a recorded cluster one by one until
 * nothing fits; there is no order of the queue in it.
 *
 * @param cluster file of the machines
 * @param trace file of the requests
 */
record SimFilling(Path cluster, Path trace, List<String> placements, int seeds) {
  private static final int SEED_FIRST = 1;
  private static final int THREADS = 2;

  List<Saturation.Outcome> run() {
    List<Policy> policies = new ArrayList<>();
    for (String placement : placements) {
      Policy.problemOf(placement, "fifo").ifPresent(FlagValues::refuse);
      policies.add(Policy.parse(placement, "fifo"));
    }
    try {
      Saturation saturation =
          new Saturation(OpenbTrace.readNodes(cluster), OpenbTrace.readPods(trace), false);
      List<Saturation.Outcome> outcomes = new ArrayList<>();
      for (Policy policy : policies) {
        outcomes.add(saturation.run(policy, SEED_FIRST, seeds, THREADS));
      }
      return outcomes;
    } catch (IOException | NumberFormatException e) {
      throw new Failure(
          ExitCode.ERROR,
          "SIM.trace",
          "the cluster " + cluster + " cannot be filled with " + trace,
          String.valueOf(e.getMessage()),
          "--cluster and --trace name .csv files of machines and requests in the form of openb");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it filled the cluster", e);
    }
  }

  /** The share of all GPUs that is left when as many were asked for as there are. */
  static Table table(List<Saturation.Outcome> outcomes) {
    Table table =
        new Table().left("POLICY").right("UNALLOCATED GPU %").right("+-").right("FRAGMENTED GPU %");
    for (Saturation.Outcome outcome : outcomes) {
      Spread left = outcome.unallocatedPercent();
      table.row(
          outcome.name(),
          number(left.mean()),
          left.n() < 2 ? "" : number(left.upper95() - left.mean()),
          number(outcome.fragmentedPercent().mean()));
    }
    return table;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
