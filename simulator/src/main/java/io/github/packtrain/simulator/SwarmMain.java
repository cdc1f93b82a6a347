package io.github.packtrain.simulator;

/** Seeds from the command line: {@code --seed 42} or {@code --seeds 1..500}. */
public final class SwarmMain {
  private SwarmMain() {}

  public static void main(String[] args) {
    long from = 1;
    long to = 100;
    int lines = Verdict.LINES;
    boolean all = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--seed" -> from = to = Long.parseLong(args[++i]);
        case "--seeds" -> {
          String[] range = args[++i].split("\\.\\.");
          from = Long.parseLong(range[0]);
          to = Long.parseLong(range[1]);
        }
        case "--trace" -> lines = 100_000;
        case "--lines" -> lines = Integer.parseInt(args[++i]);
        case "--all" -> all = true;
        default -> throw new IllegalArgumentException(args[i]);
      }
    }
    long began = System.nanoTime();
    int failed = 0;
    long steps = 0;
    long facts = 0;
    for (long seed = from; seed <= to; seed++) {
      Verdict verdict = Simulation.run(seed, Sabotage.NONE, lines);
      steps += verdict.steps();
      facts += verdict.facts();
      if (!verdict.holds()) {
        failed++;
        if (all) {
          System.out.println(seed + ": " + verdict.broken().lines().limit(2).toList());
        } else {
          System.out.println(verdict.report());
          break;
        }
      }
    }
    System.out.printf(
        "%d seeds, %d failed, %d steps, %d facts, %.1f s%n",
        to - from + 1, failed, steps, facts, (System.nanoTime() - began) / 1e9);
  }
}
