package io.github.packtrain.cli.demo;

import java.util.ArrayList;
import java.util.List;

/** Workers that differ: their GPUs and cores are simulated, their tasks sleep. */
public final class DemoFleet {
  private static final List<Kind> KINDS =
      List.of(
          new Kind("sim:2xA100-80GB", 16),
          new Kind("sim:4xT4-16GB", 16),
          new Kind("none", 8),
          new Kind("sim:1xL4-24GB", 8));

  private DemoFleet() {}

  private record Kind(String gpus, int cpus) {
    List<String> arguments() {
      return List.of(
          "--gpus",
          gpus,
          "--cpus",
          Integer.toString(cpus),
          "--memory",
          cpus * 4 + "GiB",
          "--handlers-only");
    }
  }

  /** Arguments of each worker; the kinds in turn. */
  public static List<List<String>> arguments(int workers) {
    List<List<String>> all = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      all.add(KINDS.get(i % KINDS.size()).arguments());
    }
    return all;
  }
}
