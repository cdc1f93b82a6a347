package io.github.packtrain.bench.steal;

import io.github.packtrain.bench.report.Results;
import io.github.packtrain.bench.steal.StealRun.Outcome;
import io.github.packtrain.core.plan.place.StealingRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What stealing from local queues brings, and from which end and from how long a queue it should
 * be: sweeps of short tasks (median 60 ms, lognormal with sigma 1.2) come in at 0.8 of what 16
 * workers of four places do; every seed under each rule, on virtual time.
 */
public final class StealBench {
  private static final int SEEDS = 20;
  private static final long TICK_MILLIS = 1_000;
  private static final double TWO_SIDED = 1.96;

  private StealBench() {}

  /** {@code seeds=N tick=MILLIS out=FILE}, all of them optional. */
  public static void main(String[] args) throws IOException {
    int seeds = SEEDS;
    long tick = TICK_MILLIS;
    String out = "";
    for (String arg : args) {
      String[] parts = arg.split("=", 2);
      switch (parts[0]) {
        case "seeds" -> seeds = Integer.parseInt(parts[1]);
        case "tick" -> tick = Long.parseLong(parts[1]);
        case "out" -> out = parts[1];
        default ->
            throw new IllegalArgumentException("not seeds=N, tick=MILLIS or out=FILE: " + arg);
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    List<Outcome> usual = outcomes(StealingRule.USUAL, seeds, tick);
    tell("nobody steals", null, seeds, tick, usual, figures);
    for (int threshold : List.of(1, 2, 4)) {
      for (boolean tail : List.of(true, false)) {
        StealingRule rule = new StealingRule(threshold, tail);
        String name = "threshold " + threshold + ", " + (tail ? "tail" : "head");
        tell(name, rule, seeds, tick, usual, figures);
      }
    }
    if (!out.isEmpty()) {
      Results.write(Path.of(out), "./dev bench steal " + String.join(" ", args), figures);
    }
  }

  private static List<Outcome> outcomes(@Nullable StealingRule rule, int seeds, long tick) {
    List<Outcome> all = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      all.add(new StealRun(seed, rule, tick).run());
    }
    return all;
  }

  private static void tell(
      String name,
      @Nullable StealingRule rule,
      int seeds,
      long tick,
      List<Outcome> usual,
      Map<String, Object> figures) {
    List<Outcome> found = outcomes(rule, seeds, tick);
    double job = mean(found, Outcome::jobMillis);
    double[] against = difference(found, usual);
    System.out.printf(
        Locale.ROOT,
        "%-20s task %7.1f ms, job %7.1f ms (%+6.1f ± %4.1f against the default), all in %6.1f s,"
            + " %6.1f moved, %5.1f in vain%n",
        name,
        mean(found, Outcome::taskMillis),
        job,
        against[0],
        against[1],
        mean(found, Outcome::endMillis) / 1_000,
        mean(found, Outcome::moved),
        mean(found, Outcome::inVain));
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("taskMillis", rounded(mean(found, Outcome::taskMillis)));
    figure.put("jobMillis", rounded(job));
    figure.put("jobMillisAgainstDefault", rounded(against[0]));
    figure.put("plusMinus", rounded(against[1]));
    figure.put("moved", rounded(mean(found, Outcome::moved)));
    figure.put("inVain", rounded(mean(found, Outcome::inVain)));
    figures.put(name, figure);
  }

  private static double mean(List<Outcome> found, ToDoubleFunction<Outcome> what) {
    return found.stream().mapToDouble(what).average().orElse(0);
  }

  /** Mean of the paired differences of job times, and half of its 95 % interval. */
  private static double[] difference(List<Outcome> found, List<Outcome> usual) {
    int n = found.size();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double each = found.get(i).jobMillis() - usual.get(i).jobMillis();
      sum += each;
      squares += each * each;
    }
    double mean = sum / n;
    double variance = n < 2 ? 0 : Math.max(0, squares - n * mean * mean) / (n - 1);
    return new double[] {mean, TWO_SIDED * Math.sqrt(variance / n)};
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
