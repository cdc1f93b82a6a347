package io.github.packtrain.simulator;

/**
 * For the search of a bug: {@code --seed 42}, {@code --seeds 1..500}, {@code --all} (go on after a
 * failure), {@code --lines 200} (of the trace), {@code --defect NAME}.
 */
final class SwarmMain {
  private SwarmMain() {}

  public static void main(String[] args) {
    long from = 1;
    long to = 100;
    int lines = Verdict.LINES;
    boolean all = false;
    Defect defect = null;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--seed" -> from = to = Long.parseLong(args[++i]);
        case "--seeds" -> {
          String range = args[++i];
          int dots = range.indexOf("..");
          from = Long.parseLong(range.substring(0, dots));
          to = Long.parseLong(range.substring(dots + 2));
        }
        case "--lines" -> lines = Integer.parseInt(args[++i]);
        case "--all" -> all = true;
        case "--defect" -> defect = Defect.valueOf(args[++i]);
        default -> throw new IllegalArgumentException(args[i]);
      }
    }
    long began = System.nanoTime();
    int failed = 0;
    long steps = 0;
    long facts = 0;
    long seed = from;
    for (; seed <= to; seed++) {
      Verdict verdict =
          Simulation.run(seed, defect == null ? Sabotage.NONE : defect.plant(), lines);
      steps += verdict.steps();
      facts += verdict.facts();
      if (!verdict.holds()) {
        failed++;
        if (!all) {
          System.out.println(verdict.report());
          break;
        }
        System.out.println(seed + ": " + verdict.broken().lines().limit(2).toList());
      }
    }
    System.out.printf(
        "%d failed, %d steps, %d facts, %.1f s%n",
        failed, steps, facts, (System.nanoTime() - began) / 1e9);
  }
}
