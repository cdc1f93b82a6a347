package io.github.packtrain.bench.saturation;

import io.github.packtrain.bench.report.Results;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.saturation.Saturation;
import io.github.packtrain.simulator.saturation.Saturation.Outcome;
import io.github.packtrain.simulator.saturation.Spread;
import io.github.packtrain.simulator.trace.OpenbTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fills recorded clusters with each policy. Arguments as {@code name=value}:
 *
 * <ul>
 *   <li>{@code data=DIR} with {@code nodes.csv} and {@code pods_LIST.csv}; by default the openb
 *       trace beside the checkout
 *   <li>{@code lists=default,gpuspec10,multigpu20}
 *   <li>{@code policies=fgd;packing}, with options as {@code packing:through=2}
 *   <li>{@code seeds=5}, {@code first=1}, {@code threads=2}
 *   <li>{@code demand=list} or {@code sofar}: what a policy knows of what is asked
 *   <li>{@code json=FILE}, the curves, a file for each list
 *   <li>{@code results=FILE}, the figures with command, commit and machine
 * </ul>
 *
 * Each line after the first of a list has the paired difference to the first.
 */
public final class SaturationBench {
  private static final String POLICIES =
      "fgd;packing;best_fit;gpu_packing;gpu_clustering;dot_product;random;first_fit;worst_fit;"
          + "round_robin;load_balancing;work_stealing;adaptive;batch;cost_aware;score";

  private SaturationBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Map<String, String> given = new TreeMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      given.put(arg.substring(0, Math.max(0, equals)), arg.substring(equals + 1));
    }
    Path data = Path.of(given.getOrDefault("data", "../shared/data/openb"));
    List<WorkerSpec> nodes = OpenbTrace.readNodes(data.resolve("nodes.csv"));
    boolean soFar = given.getOrDefault("demand", "list").equals("sofar");
    String lists = given.getOrDefault("lists", "default,gpuspec10,multigpu20");
    System.out.printf(
        Locale.ROOT, "%-12s %-28s %-24s %s%n", "list", "placement", "unallocated GPU %", "rest");
    List<Map<String, Object>> figures = new ArrayList<>();
    for (String list : lists.split(",")) {
      List<Request> pods = OpenbTrace.readPods(data.resolve("pods_" + list + ".csv"));
      List<Outcome> outcomes = run(new Saturation(nodes, pods, soFar), list, given);
      outcomes.forEach(outcome -> figures.add(figure(list, outcome, outcomes.getFirst())));
      if (given.containsKey("json")) {
        Path file = Path.of(given.get("json") + "-" + list + ".json");
        Files.writeString(file, Saturation.json(outcomes));
      }
    }
    if (given.containsKey("results")) {
      String command = "./dev bench saturation " + String.join(" ", args);
      Results.write(Path.of(given.get("results")), command, figures);
    }
  }

  private static Map<String, Object> figure(String list, Outcome outcome, Outcome first) {
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("list", list);
    figure.put("placement", outcome.placement().toString());
    figure.put("unallocatedGpuPercent", outcome.unallocatedPercent());
    figure.put("fragmentedGpuPercent", outcome.fragmentedPercent());
    if (outcome != first) {
      Spread difference = outcome.against(first);
      figure.put("against", first.placement().toString());
      figure.put("difference", difference);
      figure.put("differenceUpper95", difference.upper95());
    }
    return figure;
  }

  private static List<Outcome> run(Saturation saturation, String list, Map<String, String> given)
      throws InterruptedException {
    int seeds = Integer.parseInt(given.getOrDefault("seeds", "5"));
    long first = Long.parseLong(given.getOrDefault("first", "1"));
    int threads = Integer.parseInt(given.getOrDefault("threads", "2"));
    List<Outcome> outcomes = new ArrayList<>();
    for (String policy : Arrays.asList(given.getOrDefault("policies", POLICIES).split(";"))) {
      long start = System.nanoTime();
      Outcome outcome = saturation.run(PlacementChoice.of(policy), first, seeds, threads);
      outcomes.add(outcome);
      print(list, outcome, outcomes.getFirst(), (System.nanoTime() - start) / 1e9);
    }
    return outcomes;
  }

  private static void print(String list, Outcome outcome, Outcome first, double seconds) {
    Spread unallocated = outcome.unallocatedPercent();
    String against = "";
    if (outcome != first) {
      Spread difference = outcome.against(first);
      against =
          String.format(
              Locale.ROOT,
              "  against %s %+.3f, upper 95 %% bound %+.3f",
              first.placement(),
              difference.mean(),
              difference.upper95());
    }
    System.out.printf(
        Locale.ROOT,
        "%-12s %-28s %7.3f  sd %.3f  n %-3d  fragmented %.3f%s  (%.1f s)%n",
        list,
        outcome.placement(),
        unallocated.mean(),
        unallocated.sd(),
        unallocated.n(),
        outcome.fragmentedPercent().mean(),
        against,
        seconds);
  }
}
