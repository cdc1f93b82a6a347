package io.github.packtrain.bench.muri;

import io.github.packtrain.bench.report.Figure;
import io.github.packtrain.bench.report.Results;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.simulator.replay.Outcomes;
import io.github.packtrain.simulator.replay.Policy;
import io.github.packtrain.simulator.replay.Protocol;
import io.github.packtrain.simulator.replay.Replay;
import io.github.packtrain.simulator.trace.Muri;
import io.github.packtrain.simulator.trace.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Replays the Muri traces under its protocol: SRTF, SRSF and Tiresias-L have to meet the published
 * figures, and our own orders have to be better than they are.
 *
 * <pre>
 *   MuriBench [--data DIRECTORY] [--out DIRECTORY] [-o table|json]
 * </pre>
 *
 * <p>Exit codes: 0 the figures are reached, or there is no data and nothing was measured; 1 a
 * figure is missed; 2 usage.
 */
public final class MuriBench {
  private static final String DEFAULT_DATA = "../shared/data/muri";
  private static final List<String> TRACES = List.of("trace3", "trace3_static");

  /** A published figure is met when it differs by less than this part of itself. */
  private static final double TOLERANCE = 1e-6;

  private MuriBench() {}

  /** Runs the benchmark and exits. */
  public static void main(String[] args) throws IOException {
    System.exit(run(List.of(args), System.out, System.err));
  }

  static int run(List<String> args, PrintStream out, PrintStream talk) throws IOException {
    Path data = Path.of(DEFAULT_DATA);
    @Nullable Path results = null;
    boolean json = false;
    for (int i = 0; i < args.size(); i += 2) {
      String value = i + 1 < args.size() ? args.get(i + 1) : "";
      if (args.get(i).equals("--data") && !value.isEmpty()) {
        data = Path.of(value);
      } else if (args.get(i).equals("--out") && !value.isEmpty()) {
        results = Path.of(value);
      } else if (args.get(i).equals("-o") && (value.equals("table") || value.equals("json"))) {
        json = value.equals("json");
      } else {
        talk.println("error: cannot read '" + args.get(i) + " " + value + "'");
        talk.println("usage: [--data DIRECTORY] [--out DIRECTORY] [-o table|json]");
        return 2;
      }
    }
    if (!Files.isRegularFile(data.resolve("reference.csv"))) {
      talk.println("skipped: the Muri traces; there is no " + data.resolve("reference.csv"));
      talk.println("hint: name their directory with --data");
      return 0;
    }
    List<Figure> figures = new ArrayList<>();
    for (String trace : TRACES) {
      figures.addAll(figures(data, trace));
    }
    out.print(json ? MuriResults.json(figures) : MuriResults.table(figures));
    if (results != null) {
      Results.write(
          results.resolve("muri.json"),
          "./dev bench muri",
          figures.stream().map(Results::entry).toList());
    }
    return figures.stream().allMatch(Figure::reached) ? 0 : 1;
  }

  private static List<Figure> figures(Path data, String trace) throws IOException {
    TreeMap<String, MuriResults.Published> published =
        MuriResults.published(data.resolve("reference.csv"), trace);
    Path file = data.resolve(trace + ".csv");
    Workload known = Muri.nodes(file, true);
    Workload unknown = Muri.nodes(file, false);
    Outcomes srtf = replay(known, order("srtf"));
    Outcomes srsf = replay(known, order("srsf"));
    Outcomes tiresias = replay(Muri.counting(file, false), tiresias());
    Outcomes ours = replay(known, order("srsf").with("width_weight", "0.9"));
    Outcomes learned = replay(unknown, gittins());
    List<Figure> figures = new ArrayList<>();
    figures.addAll(met(trace, "SRTF", srtf, published));
    figures.addAll(met(trace, "SRSF", srsf, published));
    figures.addAll(met(trace, "Tiresias-L(2D-LAS)", tiresias, published));
    figures.add(
        better(trace + ".ours.known", "srsf with width_weight 0.9 / SRSF", ours, srsf, 1.0));
    figures.add(better(trace + ".ours.unknown", "gittins / Tiresias-L", learned, tiresias, 0.95));
    return figures;
  }

  private static Outcomes replay(Workload workload, Policy policy) {
    return Replay.run(workload, Protocol.MURI, policy);
  }

  private static Policy order(String name) {
    return Policy.of(PlacementChoice.FIRST_FIT, name).with("repack", "true");
  }

  /** The trace counts microseconds, which the core takes for milliseconds. */
  private static Policy tiresias() {
    return order("las").with("limits", "3250000s,7200000s");
  }

  private static Policy gittins() {
    return order("gittins").with("prior", "3000000s");
  }

  private static List<Figure> met(
      String trace,
      String policy,
      Outcomes found,
      TreeMap<String, MuriResults.Published> published) {
    MuriResults.Published expected = published.get(policy);
    if (expected == null) {
      throw new IllegalStateException("nothing published for " + policy + " on " + trace);
    }
    String name = trace + "." + policy;
    return List.of(
        near(
            name + ".jct",
            "average completion",
            found.averageCompletion(),
            expected.averageSeconds()),
        near(name + ".makespan", "makespan", found.makespan(), expected.makespanSeconds()));
  }

  private static Figure near(String name, String what, double found, double expected) {
    String text = "%s %.3f s, published %.3f s: differs by".formatted(what, found, expected);
    return Figure.atMost(name, text, "part", List.of(Math.abs(found / expected - 1)), TOLERANCE);
  }

  private static Figure better(
      String name, String what, Outcomes ours, Outcomes theirs, double target) {
    double part = ours.averageCompletion() / theirs.averageCompletion();
    String text =
        "%s, average completion %.0f s / %.0f s"
            .formatted(what, ours.averageCompletion(), theirs.averageCompletion());
    return Figure.atMost(name, text, "part", List.of(part), target);
  }
}
