package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A report as a results file, one for each seed: a long run may be done in parts. */
final class ReportFile {
  private ReportFile() {}

  static void write(FaultReport report, Path directory) throws IOException {
    Map<String, Object> figures = new LinkedHashMap<>(report.figures());
    figures.put("broken laws", report.violations());
    Results.write(
        directory.resolve("fault-%s-%d.json".formatted(report.kind().word(), report.seed())),
        report.again(),
        figures);
  }
}
