package io.github.packtrain.bench.fleet;

import io.github.packtrain.bench.report.Figure;
import io.github.packtrain.bench.report.Results;
import io.github.packtrain.simulator.fleet.Fleet;
import io.github.packtrain.simulator.fleet.FleetFile;
import io.github.packtrain.simulator.replay.Experiment;
import io.github.packtrain.simulator.replay.Experiment.Sample;
import io.github.packtrain.simulator.replay.Policy;
import io.github.packtrain.simulator.replay.Protocol;
import io.github.packtrain.simulator.replay.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Average completion time on the heterogeneous fleet: {@code score} with learning against
 * placements that do not learn, all in the order of arrival, and what each of its parts is worth:
 * the same seeds with that part alone switched off, or on where it is off.
 *
 * <pre>
 *   FleetBench [--seeds N] [--after N] [--tasks N] [--fleet FILE] [--parts all|patience] [--out DIRECTORY]
 * </pre>
 *
 * <p>{@code --after} takes seeds after those, which nothing was chosen on; their figures go to a
 * file of their own.
 *
 * <p>Exit codes: 0 the goal is reached; 1 it is missed; 2 usage.
 */
public final class FleetBench {
  private static final double GOAL_PERCENT = 25;
  private static final String FLEET = "bench/fleets/heterogeneous.yaml";
  private static final String METRIC = "avgJctSeconds";
  private static final List<String> PLAIN = List.of("first_fit", "round_robin", "load_balancing");

  /** Its parts that gain nothing are off. */
  private static final Map<String, String> OURS = ordered("preset", "speed");

  private final Fleet fleet;
  private final int seeds;
  private final int after;
  private final PrintStream out;
  private final List<Map<String, Object>> rows = new ArrayList<>();

  private FleetBench(Fleet fleet, int seeds, int after, PrintStream out) {
    this.after = after;
    this.fleet = fleet;
    this.seeds = seeds;
    this.out = out;
  }

  /** Runs the benchmark and exits; takes three minutes with ten seeds. */
  public static void main(String[] args) throws IOException {
    System.exit(run(List.of(args), System.out));
  }

  static int run(List<String> args, PrintStream out) throws IOException {
    int seeds = 10;
    int tasks = 0;
    int after = 0;
    boolean all = true;
    Path file = Path.of(FLEET);
    @Nullable Path results = null;
    for (int i = 0; i < args.size(); i += 2) {
      String value = i + 1 < args.size() ? args.get(i + 1) : "";
      switch (args.get(i)) {
        case "--seeds" -> seeds = Integer.parseInt(value);
        case "--after" -> after = Integer.parseInt(value);
        case "--tasks" -> tasks = Integer.parseInt(value);
        case "--parts" -> all = !value.equals("patience");
        case "--fleet" -> file = Path.of(value);
        case "--out" -> results = Path.of(value);
        default ->
            throw new IllegalArgumentException(
                "usage: [--seeds N] [--after N] [--tasks N] [--fleet FILE] [--parts all|patience]"
                    + " [--out DIRECTORY]");
      }
    }
    Fleet fleet = FleetFile.read(file);
    FleetBench bench =
        new FleetBench(tasks == 0 ? fleet : fleet.withTasks(tasks), seeds, after, out);
    boolean reached = bench.measure(all);
    if (results != null) {
      String name = after == 0 ? "fleet.json" : "fleet-after-" + after + ".json";
      Results.write(
          results.resolve(name), "./dev bench fleet " + String.join(" ", args), bench.rows);
    }
    return reached ? 0 : 1;
  }

  private boolean measure(boolean all) {
    Report ours = report(score(OURS));
    boolean reached = true;
    for (String plain : PLAIN) {
      Report other = report(plain);
      Sample saved = ours.savedAgainst(other, METRIC);
      reached &= 100 * saved.mean() >= GOAL_PERCENT;
      row("fifo + " + plain, other);
      gain("  score with learning against it", saved, true);
    }
    row("score with learning: " + score(OURS), ours);
    row("score as it is", report("score"));
    row("adaptive", report("adaptive"));
    part("without patience", ours, "patience", "0");
    if (all) {
      parts(ours);
      weights(ours);
    }
    return reached;
  }

  private void parts(Report ours) {
    part(
        "without prediction (efficiency and patience 0)", ours, "efficiency", "0", "patience", "0");
    part("with affinity 1.5", ours, "affinity", "1.5");
    part("with affinity 6", ours, "affinity", "6");
    part("with specialisation 2", ours, "specialisation", "2");
    part("with specialisation 8", ours, "specialisation", "8");
    part("with hardware_match 5", ours, "hardware_match", "5");
  }

  /**
   * Weights that adjust themselves would move between a quarter and four times of where they begin:
   * what each end of that range is worth, chosen in hindsight.
   */
  private void weights(Report ours) {
    part("efficiency x 4", ours, "efficiency", "160");
    part("efficiency / 4", ours, "efficiency", "10");
    part("load x 4", ours, "load", "2");
    part("load / 4", ours, "load", "0.125");
    part("device_match x 4", ours, "device_match", "4");
    part("memory_margin x 4", ours, "memory_margin", "2");
    part("cores x 4", ours, "cores", "0.8");
  }

  /** The same with other options, and what ours saves against it. */
  private void part(String name, Report ours, String... options) {
    Map<String, String> changed = new LinkedHashMap<>(OURS);
    changed.putAll(ordered(options));
    Report other = report(score(changed));
    row(name, other);
    gain("  score with learning against it", ours.savedAgainst(other, METRIC), false);
  }

  private Report report(String placement) {
    return Experiment.run(
        Policy.parse(placement, "fifo"), Protocol.QUEUE, seed -> fleet.of(after + seed), seeds);
  }

  private static String score(Map<String, String> options) {
    StringBuilder text = new StringBuilder("score");
    char before = ':';
    for (Map.Entry<String, String> option : options.entrySet()) {
      text.append(before).append(option.getKey()).append('=').append(option.getValue());
      before = ',';
    }
    return text.toString();
  }

  private void row(String name, Report report) {
    Sample completion = sample(report, METRIC);
    out.printf(
        Locale.ROOT,
        "%-78s %6.1f s +-%.1f, P95 %.0f s, waits %.1f s, GPUs %.0f %% busy%n",
        name,
        completion.mean(),
        completion.confidence95(),
        sample(report, "p95JctSeconds").mean(),
        sample(report, "avgWaitSeconds").mean(),
        sample(report, "gpuUtilisationPercent").mean());
    List<Double> bySeed = report.bySeed().stream().map(seed -> seed.get(METRIC)).toList();
    rows.add(
        Results.entry(
            Figure.beside(
                report.policy().placementName(), name + ": average completion", "s", bySeed)));
  }

  private void gain(String name, Sample saved, boolean isGoal) {
    String goal = !isGoal ? "" : 100 * saved.mean() >= GOAL_PERCENT ? " reached" : " MISSED";
    out.printf(
        Locale.ROOT,
        "%-78s %+6.1f %% +-%.1f%s%n",
        name,
        -100 * saved.mean(),
        100 * saved.confidence95(),
        goal);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("what", rows.getLast().get("what") + ", saved by score with learning, by seed");
    entry.put("savedPercent", 100 * saved.mean());
    entry.put("confidence95", 100 * saved.confidence95());
    entry.put("n", saved.n());
    rows.add(entry);
  }

  private static Sample sample(Report report, String metric) {
    Sample sample = report.metrics().get(metric);
    if (sample == null) {
      throw new IllegalStateException("no figure " + metric);
    }
    return sample;
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
