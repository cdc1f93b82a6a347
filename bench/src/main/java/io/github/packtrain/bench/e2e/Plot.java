package io.github.packtrain.bench.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Lines over two logarithmic axes, as an SVG file. */
public final class Plot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final int LEFT = 80;
  private static final int RIGHT = 150;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final List<String> COLOURS =
      List.of("#1b6ca8", "#c0392b", "#2e7d32", "#8e44ad", "#b9770e");

  /** A point; both greater than 0. */
  public record Point(double x, double y) {}

  /** One line with its name. */
  public record Line(String name, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  private final double xFirst;
  private final double xLast;
  private final double yFirst;
  private final double yLast;
  private final StringBuilder svg = new StringBuilder();

  private Plot(List<Line> lines) {
    double[] xs = lines.stream().flatMap(l -> l.points.stream()).mapToDouble(Point::x).toArray();
    double[] ys = lines.stream().flatMap(l -> l.points.stream()).mapToDouble(Point::y).toArray();
    xFirst = Math.floor(Math.log10(least(xs)));
    xLast = Math.max(xFirst + 1, Math.ceil(Math.log10(greatest(xs))));
    yFirst = Math.floor(Math.log10(least(ys)));
    yLast = Math.max(yFirst + 1, Math.ceil(Math.log10(greatest(ys))));
  }

  private static double least(double[] values) {
    return java.util.Arrays.stream(values).min().orElse(1);
  }

  private static double greatest(double[] values) {
    return java.util.Arrays.stream(values).max().orElse(10);
  }

  /** Draws the lines and writes the file. */
  public static void write(Path file, String title, String x, String y, List<Line> lines)
      throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, new Plot(lines).draw(title, x, y, lines), StandardCharsets.UTF_8);
  }

  private String draw(String title, String x, String y, List<Line> lines) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">%n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    text(WIDTH / 2.0, 22, "middle", title);
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", x);
    text(LEFT, TOP - 6, "middle", y);
    for (int decade = (int) xFirst; decade <= xLast; decade++) {
      double at = xAt(Math.pow(10, decade));
      grid(at, TOP, at, HEIGHT - BOTTOM);
      text(at, HEIGHT - BOTTOM + 16, "middle", power(decade));
    }
    for (int decade = (int) yFirst; decade <= yLast; decade++) {
      double at = yAt(Math.pow(10, decade));
      grid(LEFT, at, WIDTH - RIGHT, at);
      text(LEFT - 6, at + 4, "end", power(decade));
    }
    for (int i = 0; i < lines.size(); i++) {
      line(lines.get(i), COLOURS.get(i % COLOURS.size()), i);
    }
    return svg.append("</svg>\n").toString();
  }

  private void line(Line line, String colour, int number) {
    StringBuilder points = new StringBuilder();
    for (Point point : line.points) {
      points.append(format("%.1f,%.1f ", xAt(point.x), yAt(point.y)));
      add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
          xAt(point.x), yAt(point.y), colour);
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
        points.toString().strip(), colour);
    double y = TOP + 16.0 * number + 8;
    add(
        "<rect x=\"%d\" y=\"%.1f\" width=\"12\" height=\"3\" fill=\"%s\"/>%n",
        WIDTH - RIGHT + 10, y - 4, colour);
    text(WIDTH - RIGHT + 28, y, "start", line.name);
  }

  private void grid(double x1, double y1, double x2, double y2) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
        x1, y1, x2, y2);
  }

  private void text(double x, double y, String anchor, String text) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        x, y, anchor, text.replace("&", "&amp;").replace("<", "&lt;"));
  }

  private static String power(int decade) {
    double value = Math.pow(10, decade);
    return decade >= 0 ? format("%,.0f", value) : format("%." + -decade + "f", value);
  }

  private double xAt(double value) {
    double share = (Math.log10(value) - xFirst) / (xLast - xFirst);
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private double yAt(double value) {
    double share = (Math.log10(value) - yFirst) / (yLast - yFirst);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private void add(String format, Object... values) {
    svg.append(format(format, values));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
