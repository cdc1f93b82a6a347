package io.github.packtrain.cli.embedded;

import java.util.ArrayList;
import java.util.List;

/** Divides this machine among its workers, so that together they offer what it has. */
public final class WorkerShares {
  private static final int MILLI = 1000;

  private WorkerShares() {}

  /**
   * Arguments of each worker.
   *
   * @param workers how many, at least 1
   * @param cores processors of the machine
   * @param gpus {@code sim:…} for each of them, or empty: then the first has what is found
   */
  public static List<List<String>> of(int workers, int cores, String gpus) {
    List<List<String>> shares = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      List<String> share = new ArrayList<>();
      if (workers > 1) {
        int milli = cores * MILLI * (i + 1) / workers - cores * MILLI * i / workers;
        share.addAll(List.of("--cpus", milli + "m"));
      }
      if (!gpus.isEmpty()) {
        share.addAll(List.of("--gpus", gpus));
      } else if (i > 0) {
        share.addAll(List.of("--gpus", "none"));
      }
      shares.add(List.copyOf(share));
    }
    return List.copyOf(shares);
  }
}
