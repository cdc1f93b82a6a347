package io.github.packtrain.simulator;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * What came of a seed.
 *
 * @param broken the law that did not hold, or empty
 * @param hash of all durable facts and all effects: the same for the same seed
 * @param steals attempts that idle workers took from others, of the master that saw most
 * @param lines the last steps before a law broke
 */
public record Verdict(
    Scenario scenario,
    String broken,
    long hash,
    int facts,
    long steps,
    long virtualMillis,
    long steals,
    List<String> lines) {
  static final int LINES = 40;
  private static final int FRAMES_MAX = 14;

  public boolean holds() {
    return broken.isEmpty();
  }

  static String stackOf(RuntimeException e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return String.join("\n", text.toString().lines().limit(FRAMES_MAX).toList());
  }

  /** For whoever has to find the bug. */
  public String report() {
    return "seed "
        + scenario.seed()
        + ": "
        + broken
        + "\n"
        + String.join("\n", lines)
        + "\n"
        + scenario
        + "\nagain with: ./dev swarm -pl simulator -am -Dtest=SimulationSwarmTest -Dseed="
        + scenario.seed();
  }
}
