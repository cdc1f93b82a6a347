package io.github.packtrain.simulator.page;

import java.util.List;
import java.util.Locale;

/**
 * Lines over two axes, as SVG that stands within a page.
 *
 * @param x what the horizontal axis shows, with its unit; {@code y} likewise
 */
record Chart(String title, String x, String y, Axis xAxis, Axis yAxis, List<Line> lines) {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 300;
  private static final int LEFT = 64;
  private static final int RIGHT = 36;
  private static final int TOP = 12;
  private static final int BOTTOM = 44;
  private static final int PLOT_WIDTH = WIDTH - LEFT - RIGHT;
  private static final int PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

  Chart {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param style which of the page's line styles
   */
  record Line(String name, int style, List<Point> points) {
    Line {
      points = List.copyOf(points);
    }
  }

  record Point(double x, double y) {}

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
            WIDTH, HEIGHT, Html.escaped(title)));
    for (double tick : xAxis.ticks()) {
      double at = LEFT + PLOT_WIDTH * xAxis.at(tick);
      svg.append(grid(at, TOP, at, TOP + PLOT_HEIGHT));
      svg.append(text(at, TOP + PLOT_HEIGHT + 16, "middle", Axis.text(tick)));
    }
    for (double tick : yAxis.ticks()) {
      double at = TOP + PLOT_HEIGHT * (1 - yAxis.at(tick));
      svg.append(grid(LEFT, at, LEFT + PLOT_WIDTH, at));
      svg.append(text(LEFT - 6, at + 4, "end", Axis.text(tick)));
    }
    svg.append(text(LEFT + PLOT_WIDTH / 2.0, HEIGHT - 8, "middle", x));
    svg.append(
        format(
            "<text transform=\"translate(12 %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
            TOP + PLOT_HEIGHT / 2.0, Html.escaped(y)));
    lines.forEach(line -> svg.append(line(line)));
    return svg.append("</svg>\n").toString();
  }

  private String line(Line line) {
    StringBuilder points = new StringBuilder();
    for (Point point : line.points) {
      points.append(
          format(
              "%.1f,%.1f ",
              LEFT + PLOT_WIDTH * xAxis.at(point.x), TOP + PLOT_HEIGHT * (1 - yAxis.at(point.y))));
    }
    return format(
        "<polyline class=\"l%d\" points=\"%s\"><title>%s</title></polyline>%n",
        line.style, points.toString().strip(), Html.escaped(line.name));
  }

  private static String grid(double x1, double y1, double x2, double y2) {
    return format(
        "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", x1, y1, x2, y2);
  }

  private static String text(double x, double y, String anchor, String text) {
    return format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        x, y, anchor, Html.escaped(text));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
