package io.github.packtrain.simulator.page;

import io.github.packtrain.simulator.page.Chart.Line;
import io.github.packtrain.simulator.page.Chart.Point;
import io.github.packtrain.simulator.replay.Experiment.Sample;
import io.github.packtrain.simulator.replay.Report;
import io.github.packtrain.simulator.replay.Series;
import io.github.packtrain.simulator.saturation.Saturation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Policies side by side as an HTML page: a table of all figures, and plots over time and of
 * distributions. Each policy has one line style throughout, shown in the head of its column.
 */
public final class ComparisonPage {
  private static final int CDF_POINTS = 200;
  private static final double SMALLEST_SECONDS = 0.1;

  /** Figures of which more is better; of the others less is, and of some neither. */
  private static final List<String> MORE_IS_BETTER =
      List.of("gpuUtilisationPercent", "jainFairness");

  private static final List<String> NEITHER =
      List.of("cpuUtilisationPercent", "memoryUtilisationPercent");

  private final List<String> names;
  private final StringBuilder body = new StringBuilder();

  private ComparisonPage(String title, String command, List<String> names) {
    this.names = names;
    body.append("<h1>").append(Html.escaped(title)).append("</h1>\n<p class=\"command\">");
    body.append(Html.escaped(command)).append("</p>\n");
  }

  /**
   * Of replayed work.
   *
   * @param command how to get the same figures again
   */
  public static String ofReplays(String command, List<Report> reports) {
    List<String> names = new ArrayList<>();
    reports.forEach(
        report -> names.add(report.policy().orderText() + " " + report.policy().placementName()));
    ComparisonPage page = new ComparisonPage("Policies compared on a replay", command, names);
    List<Map<String, Sample>> figures = reports.stream().map(Report::metrics).toList();
    page.table(figures);
    page.body.append("<div class=\"charts\">\n");
    page.overTime("GPUs held", "% of all", 100, reports, Series.Point::gpuPercent);
    page.overTime("CPU held", "% of all", 100, reports, Series.Point::cpuPercent);
    page.overTime("Waiting tasks", "tasks", 0, reports, Series.Point::waiting);
    page.overTime("Fragmented GPUs", "% of all", 0, reports, Series.Point::fragmentedGpuPercent);
    page.distribution("Completion time", "seconds", reports, Report::completionSeconds);
    page.distribution("Wait", "seconds", reports, Report::waitSeconds);
    page.distribution("Bounded slowdown", "times its run time", reports, Report::slowdowns);
    page.body.append("</div>\n");
    return Html.page("Packtrain: policies compared", page.body.toString());
  }

  /**
   * Of clusters that were filled.
   *
   * @param command how to get the same figures again
   */
  public static String ofFillings(String command, List<Saturation.Outcome> outcomes) {
    List<String> names = outcomes.stream().map(Saturation.Outcome::name).toList();
    ComparisonPage page = new ComparisonPage("A cluster filled until nothing fits", command, names);
    List<Map<String, Sample>> figures = new ArrayList<>();
    for (Saturation.Outcome outcome : outcomes) {
      Map<String, Sample> own = new LinkedHashMap<>();
      var left = outcome.unallocatedPercent();
      own.put("unallocatedGpuPercent", new Sample(left.mean(), left.sd(), left.n()));
      var fragmented = outcome.fragmentedPercent();
      own.put(
          "fragmentedGpuPercent", new Sample(fragmented.mean(), fragmented.sd(), fragmented.n()));
      figures.add(own);
    }
    page.table(figures);
    page.body.append("<div class=\"charts\">\n");
    page.whileFilling("Unallocated GPUs", outcomes, point -> point.unallocatedPercent().mean());
    page.whileFilling("Fragmented GPUs", outcomes, point -> point.fragmentedPercent().mean());
    page.body.append("</div>\n");
    return Html.page("Packtrain: a cluster filled", page.body.toString());
  }

  // ---- the table

  private void table(List<Map<String, Sample>> figures) {
    body.append("<div class=\"scroll\"><table>\n<tr><th>figure</th>");
    for (int i = 0; i < names.size(); i++) {
      body.append("<th>").append(key(i)).append(Html.escaped(names.get(i))).append("</th>");
    }
    body.append("</tr>\n");
    TreeSet<String> rows = new TreeSet<>();
    figures.forEach(own -> rows.addAll(own.keySet()));
    for (String row : rows) {
      body.append("<tr><td>").append(Html.escaped(row)).append("</td>");
      double best = best(row, figures);
      for (Map<String, Sample> own : figures) {
        body.append(cell(own.get(row), best));
      }
      body.append("</tr>\n");
    }
    body.append("</table></div>\n");
  }

  /** NaN when no policy is better than the others in it. */
  private static double best(String row, List<Map<String, Sample>> figures) {
    List<Double> means = new ArrayList<>();
    for (Map<String, Sample> own : figures) {
      Sample sample = own.get(row);
      if (sample != null) {
        means.add(sample.mean());
      }
    }
    double least = means.stream().mapToDouble(mean -> mean).min().orElse(Double.NaN);
    double most = means.stream().mapToDouble(mean -> mean).max().orElse(Double.NaN);
    if (least == most || NEITHER.contains(row)) {
      return Double.NaN;
    }
    return MORE_IS_BETTER.contains(row) ? most : least;
  }

  private static String cell(@org.jspecify.annotations.Nullable Sample sample, double best) {
    if (sample == null) {
      return "<td></td>";
    }
    String spread =
        sample.n() < 2 ? "" : " <small>&plusmn;" + number(sample.confidence95()) + "</small>";
    String bold = sample.mean() == best ? " class=\"best\"" : "";
    return "<td" + bold + ">" + number(sample.mean()) + spread + "</td>";
  }

  private static String number(double value) {
    double size = Math.abs(value);
    String form = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, value);
  }

  private static String key(int style) {
    return "<svg class=\"key\" viewBox=\"0 0 30 10\"><polyline class=\"l%d\" points=\"0,5 30,5\"/></svg>"
        .formatted(style % Html.STYLES);
  }

  // ---- the plots

  /**
   * @param top of the axis, or 0 for as much as there is
   */
  private void overTime(
      String title,
      String unit,
      double top,
      List<Report> reports,
      ToDoubleFunction<Series.Point> value) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      List<Point> points = new ArrayList<>();
      for (Series.Point point : reports.get(i).series().points()) {
        points.add(new Point(point.second() / 3_600, value.applyAsDouble(point)));
      }
      lines.add(new Line(names.get(i), i % Html.STYLES, points));
    }
    Axis across = Axis.fromZero(most(lines, Point::x));
    Axis up = Axis.fromZero(top > 0 ? top : most(lines, Point::y));
    chart(new Chart(title + ", first seed", "hours", unit, across, up, lines));
  }

  /** Which part of the values is at most so large. */
  private void distribution(
      String title, String unit, List<Report> reports, Function<Report, List<Double>> values) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      List<Double> sorted = values.apply(reports.get(i));
      List<Point> points = new ArrayList<>();
      for (int p = 0; p <= CDF_POINTS && !sorted.isEmpty(); p++) {
        int at = (int) ((long) p * (sorted.size() - 1) / CDF_POINTS);
        double part = 100.0 * (at + 1) / sorted.size();
        points.add(new Point(Math.max(SMALLEST_SECONDS, sorted.get(at)), part));
      }
      lines.add(new Line(names.get(i), i % Html.STYLES, points));
    }
    double least =
        lines.stream().flatMap(l -> l.points().stream()).mapToDouble(Point::x).min().orElse(1);
    Axis across = Axis.decades(least, Math.max(least, most(lines, Point::x)));
    chart(
        new Chart(
            title + ", first seed", unit, "% of jobs at most", across, Axis.fromZero(100), lines));
  }

  private void whileFilling(
      String title,
      List<Saturation.Outcome> outcomes,
      ToDoubleFunction<Saturation.Outcome.Filled> value) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      List<Point> points =
          outcomes.get(i).course().stream()
              .map(filled -> new Point(filled.arrivedPercent(), value.applyAsDouble(filled)))
              .toList();
      lines.add(new Line(names.get(i), i % Html.STYLES, points));
    }
    Axis across = Axis.fromZero(most(lines, Point::x));
    Axis up = Axis.fromZero(most(lines, Point::y));
    chart(new Chart(title, "% of all GPUs asked for so far", "% of all GPUs", across, up, lines));
  }

  private static double most(List<Line> lines, ToDoubleFunction<Point> value) {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .mapToDouble(value)
        .max()
        .orElse(1);
  }

  private void chart(Chart chart) {
    body.append("<section><h2>").append(Html.escaped(chart.title())).append("</h2>\n");
    body.append(chart.svg()).append("</section>\n");
  }
}
