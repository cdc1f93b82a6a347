package io.github.packtrain.bench.search;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Random search and regularised evolution on NAS-Bench-Macro, each against the figure that it has
 * to reach.
 *
 * <pre>
 *   SearchBench [--table nas_bench_macro.csv] [-o table|json]
 * </pre>
 *
 * <p>Exit codes: 0 the figures are reached, or there is no table and nothing was measured; 1 a
 * figure is missed; 2 usage.
 */
public final class SearchBench {
  private static final String DEFAULT_TABLE = "../shared/data/nas_bench_macro/nas_bench_macro.csv";

  private SearchBench() {}

  /** Runs the benchmark and exits. */
  public static void main(String[] args) throws IOException {
    System.exit(run(List.of(args), System.out, System.err));
  }

  static int run(List<String> args, PrintStream out, PrintStream talk) throws IOException {
    Path csv = Path.of(DEFAULT_TABLE);
    String output = "table";
    for (int i = 0; i < args.size(); i += 2) {
      String value = i + 1 < args.size() ? args.get(i + 1) : "";
      if (args.get(i).equals("--table") && !value.isEmpty()) {
        csv = Path.of(value);
      } else if (args.get(i).equals("-o") && (value.equals("table") || value.equals("json"))) {
        output = value;
      } else {
        talk.println("error: cannot read '" + args.get(i) + " " + value + "'");
        talk.println("usage: [--table nas_bench_macro.csv] [-o table|json]");
        return 2;
      }
    }
    if (!Files.isRegularFile(csv)) {
      talk.println("skipped: random search and evolution; there is no table " + csv);
      talk.println("hint: name it with --table");
      return 0;
    }
    ArchitectureTable table = ArchitectureTable.read(csv);
    List<Series.Outcome> outcomes =
        List.of(Series.random(200).run(table), Series.evolution(50).run(table));
    out.print(output.equals("json") ? json(outcomes) : table(outcomes));
    return outcomes.stream().allMatch(Series.Outcome::isMet) ? 0 : 1;
  }

  private static String table(List<Series.Outcome> outcomes) {
    String rows =
        outcomes.stream()
            .map(
                o ->
                    String.format(
                        Locale.ROOT,
                        "%-10s %5d %5d %7d %10.4f %7.4f  %.3f..%.3f  %s%n",
                        o.series().name(),
                        o.series().runs(),
                        o.series().budget().trials(),
                        o.series().budget().parallel(),
                        o.mean(),
                        o.deviation(),
                        o.series().lowest(),
                        o.series().highest(),
                        o.isMet() ? "reached" : "MISSED"))
            .collect(Collectors.joining());
    return String.format(
            Locale.ROOT,
            "%-10s %5s %5s %7s %10s %7s  %s%n",
            "SEARCH",
            "RUNS",
            "EVALS",
            "WORKERS",
            "MEAN BEST",
            "SD",
            "TARGET")
        + rows;
  }

  private static String json(List<Series.Outcome> outcomes) {
    return outcomes.stream()
        .map(
            o ->
                String.format(
                    Locale.ROOT,
                    "  {\"name\":\"%s\",\"runs\":%d,\"evaluations\":%d,\"workers\":%d,"
                        + "\"meanBest\":%.6f,\"deviation\":%.6f,\"targetLow\":%.3f,"
                        + "\"targetHigh\":%.3f,\"reached\":%b}",
                    o.series().name(),
                    o.series().runs(),
                    o.series().budget().trials(),
                    o.series().budget().parallel(),
                    o.mean(),
                    o.deviation(),
                    o.series().lowest(),
                    o.series().highest(),
                    o.isMet()))
        .collect(Collectors.joining(",\n", "{\"search\":[\n", "\n]}\n"));
  }
}
