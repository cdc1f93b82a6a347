package io.github.packtrain.bench.jmh;

import io.github.packtrain.bench.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code packing} and {@code score} cost against {@code best_fit}, by JMH.
 *
 * <pre>
 *   JmhBench [out=DIRECTORY] [ARGUMENTS OF JMH]
 * </pre>
 *
 * <p>Exit codes: 0 the goals are reached; 1 one is missed; 2 usage.
 */
public final class JmhBench {
  private static final String SOURCE =
      "bench/src/main/java/io/github/packtrain/bench/plan/PlanBenchmarks.java";

  private static final double RATIO_MOST = 2.5;
  private static final double PLACEMENTS_LEAST = 250_000;
  private static final double MICROS_PER_SECOND = 1e6;

  private final List<Map<String, Object>> figures = new ArrayList<>();
  private boolean reached = true;

  private JmhBench() {}

  /** Runs the benchmarks and exits; takes four minutes. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> args) throws IOException, InterruptedException {
    List<String> ofJmh = new ArrayList<>(args);
    ofJmh.removeIf(arg -> arg.startsWith("out="));
    Path generated = Files.createTempDirectory("packtrain-jmh");
    String classPath =
        generated + java.io.File.pathSeparator + System.getProperty("java.class.path");
    compile(generated, classPath);
    Path results = generated.resolve("results.json");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, "org.openjdk.jmh.Main", "-rf", "json"));
    command.addAll(List.of("-rff", results.toString()));
    command.addAll(ofJmh);
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0 || !Files.exists(results)) {
      throw new IllegalArgumentException("JMH ended with status " + exit);
    }
    JmhBench bench = new JmhBench();
    bench.judge(JsonMapper.shared().readTree(results.toFile()));
    for (String arg : args) {
      if (arg.startsWith("out=")) {
        Path file = Path.of(arg.substring("out=".length()), "jmh.json");
        Results.write(file, "./dev bench jmh out=bench/results", bench.figures);
      }
    }
    return bench.reached ? 0 : 1;
  }

  private static void compile(Path into, String classPath) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path source = Path.of(System.getProperty("packtrain.home", ".")).resolve(SOURCE);
    if (compiler == null || !Files.exists(source)) {
      throw new IllegalArgumentException("needs a JDK and the checkout with " + SOURCE);
    }
    int exit =
        compiler.run(
            null,
            null,
            null,
            "-d",
            into.toString(),
            "-cp",
            classPath,
            "-processor",
            "org.openjdk.jmh.generators.BenchmarkProcessor",
            source.toString());
    if (exit != 0) {
      throw new IllegalStateException("the benchmarks do not compile");
    }
  }

  private void judge(JsonNode all) {
    Map<String, Double> micros = new TreeMap<>();
    for (JsonNode one : all) {
      String benchmark = one.get("benchmark").asString();
      String name = benchmark.substring(benchmark.lastIndexOf('.') + 1);
      String placement = one.get("params").get("placement").asString();
      micros.put(name + " " + placement, one.get("primaryMetric").get("score").asDouble());
      add(
          name + " with " + placement,
          one.get("primaryMetric").get("score").asDouble(),
          one.get("primaryMetric").get("scoreError").asDouble(0));
    }
    for (String name : List.of("cycle", "placement")) {
      Double best = micros.get(name + " best_fit");
      for (String placement : List.of("packing", "score")) {
        Double own = micros.get(name + " " + placement);
        if (best != null && own != null) {
          goal(name + " with " + placement + " against best_fit", own / best, RATIO_MOST, false);
        }
      }
    }
    Double each = micros.get("placement best_fit");
    if (each != null) {
      goal("placements a second", MICROS_PER_SECOND / each, PLACEMENTS_LEAST, true);
    }
  }

  private void add(String what, double micros, double error) {
    System.out.printf("%-44s %12.3f us +-%.3f%n", what, micros, error);
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("what", what);
    figure.put("unit", "us");
    figure.put("mean", micros);
    figure.put("confidence999", error);
    figures.add(figure);
  }

  private void goal(String what, double value, double goal, boolean atLeast) {
    boolean holds = atLeast ? value >= goal : value <= goal;
    reached &= holds;
    System.out.printf("%-44s %12.3f  %s%n", what, value, holds ? "reached" : "MISSED");
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("what", what);
    figure.put("value", value);
    figure.put(atLeast ? "atLeast" : "atMost", goal);
    figure.put("reached", holds);
    figures.add(figure);
  }
}
