package io.github.packtrain.bench.plan;

import io.github.packtrain.bench.report.Results;
import io.github.packtrain.core.plan.place.PlacementChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The core and its planner by themselves. Arguments name what to measure: {@code cycle}, {@code
 * large}, {@code placements}, {@code life}, {@code memory}, {@code series}, {@code policies}; all
 * of them when there are none. {@code growth} is how a cycle grows by placement, {@code rules} what
 * looking ahead and a user's own policy cost, {@code topology} what nearness costs. Prints each
 * figure with what it should reach, then all of them as JSON lines; {@code out=DIRECTORY} writes
 * them to {@code plan.json} there, one figure alone to {@code plan-FIGURE.json}, {@code
 * out=FILE.json} to that file; with the plots of {@code growth}, and the cost lines of the pages of
 * the {@code policies}.
 */
public final class PlanBench {
  private static final int[] BACKLOGS = {1_000, 10_000, 100_000, 1_000_000};
  private static final int[] FLEETS = {10, 100, 1_000, 10_000};

  private PlanBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> figures = new ArrayList<>();
    @Nullable Path out = null;
    for (String arg : args) {
      if (arg.startsWith("out=")) {
        out = Path.of(arg.substring("out=".length()));
      } else {
        figures.add(arg);
      }
    }
    List<String> wanted =
        figures.isEmpty()
            ? List.of("cycle", "large", "placements", "life", "memory", "series", "policies")
            : figures;
    Sheet sheet = new Sheet();
    for (String figure : wanted) {
      switch (figure) {
        case "cycle" -> new CycleFigure(1_000, 100_000, 600).print(sheet, "<= 10");
        case "large" -> new CycleFigure(10_000, 1_000_000, 300).print(sheet, "<= 60");
        case "placements" -> PlacementFigure.print(sheet);
        case "life" -> LifeFigure.print(sheet);
        case "explain" -> ExplainFigure.print(sheet);
        case "memory" -> MemoryFigure.print(sheet);
        case "topology" -> TopologyFigure.print(sheet);
        case "series" -> printSeries(sheet);
        case "growth" -> GrowthFigure.print(sheet, out);
        case "rules" -> RulesFigure.print(sheet);
        case "policies" -> PolicyFigure.print(sheet, PlacementChoice.all());
        case String policy when policy.startsWith("policy=") ->
            PolicyFigure.print(sheet, List.of(PlacementChoice.of(policy.substring(7))));
        default -> throw new IllegalArgumentException("there is no figure '" + figure + "'");
      }
    }
    sheet.printJson();
    if (out != null) {
      String command = "./dev bench plan " + String.join(" ", args);
      String name = wanted.size() == 1 ? "plan-" + wanted.getFirst() + ".json" : "plan.json";
      Path file = out.toString().endsWith(".json") ? out : out.resolve(name);
      Results.write(file, command, sheet.entries());
      if (wanted.equals(List.of("policies"))) {
        CostLines.of(file).rewrite(Path.of(System.getProperty("packtrain.home", ".")));
      }
    }
  }

  /** How a cycle grows with the backlog, and with the fleet. */
  private static void printSeries(Sheet sheet) {
    for (int waiting : BACKLOGS) {
      double millis = medianMillis(new CycleFigure(1_000, waiting, 200));
      sheet.add("cycle by waiting tasks, 1000 workers: " + waiting, millis, "ms", "");
    }
    for (int workers : FLEETS) {
      double millis = medianMillis(new CycleFigure(workers, 100_000, 200));
      sheet.add("cycle by workers, 100000 waiting: " + workers, millis, "ms", "");
    }
  }

  private static double medianMillis(CycleFigure figure) {
    return Sheet.median(Arrays.stream(figure.measure().total()).asDoubleStream().toArray()) / 1e6;
  }
}
