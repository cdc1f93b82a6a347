package io.github.packtrain.simulator.predict;

import io.github.packtrain.core.learn.Subject;
import io.github.packtrain.simulator.trace.MsItpTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints how good run-time prediction is on recorded jobs: {@code PredictMain cluster03.csv
 * cluster06.csv}, with {@code --json} as JSON.
 */
public final class PredictMain {
  /** How many of the first jobs are learned from only. */
  public static final int UNSCORED = 500;

  private PredictMain() {}

  /** Runs it; ends with 2 when no file is named. */
  public static void main(String[] args) throws IOException {
    List<String> files = new ArrayList<>(List.of(args));
    boolean json = files.remove("--json");
    if (files.isEmpty()) {
      System.err.println("usage: PredictMain [--json] TRACE.csv...");
      System.exit(2);
    }
    List<String> rows = new ArrayList<>();
    for (String file : files) {
      PredictionScore score = PredictionTrial.judge(runs(Path.of(file)), UNSCORED);
      rows.add(json ? json(file, score) : text(file, score));
    }
    System.out.println(
        json ? "{\"predictions\":[" + String.join(",", rows) + "]}" : String.join("\n", rows));
  }

  /** The jobs of a trace as runs, their kind being the number of GPUs. */
  public static List<Run> runs(Path file) throws IOException {
    return MsItpTrace.read(file).stream()
        .map(
            job ->
                new Run(
                    Subject.ofKind(job.gpus() + "-gpu"),
                    job.submitSeconds() * 1_000,
                    job.durationSeconds() * 1_000))
        .toList();
  }

  private static String text(String file, PredictionScore score) {
    return String.format(
        Locale.ROOT,
        "%s: %d jobs; within P90 %.4f (running quantile %.4f), within P50 %.4f%n"
            + "  pinball loss, sum of seconds: P50 %.0f (%.4f of the running quantile's),"
            + " P90 %.0f (%.4f), together %.4f",
        Path.of(file).getFileName(),
        score.runs(),
        score.withinP90(),
        score.allWithinP90(),
        score.withinP50(),
        score.lossP50Seconds(),
        score.ratioP50(),
        score.lossP90Seconds(),
        score.ratioP90(),
        score.ratio());
  }

  private static String json(String file, PredictionScore score) {
    return String.format(
        Locale.ROOT,
        "{\"trace\":\"%s\",\"jobs\":%d,\"withinP50\":%.4f,\"withinP90\":%.4f,"
            + "\"lossP50Seconds\":%.0f,\"lossP90Seconds\":%.0f,"
            + "\"baselineLossP50Seconds\":%.0f,\"baselineLossP90Seconds\":%.0f,"
            + "\"ratioP50\":%.4f,\"ratioP90\":%.4f,\"ratio\":%.4f}",
        Path.of(file).getFileName(),
        score.runs(),
        score.withinP50(),
        score.withinP90(),
        score.lossP50Seconds(),
        score.lossP90Seconds(),
        score.allLossP50Seconds(),
        score.allLossP90Seconds(),
        score.ratioP50(),
        score.ratioP90(),
        score.ratio());
  }
}
