package io.github.packtrain.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The last steps, as text only when somebody wants to read them. */
final class Trace {
  private final Timeline timeline;
  private final int linesMax;
  private final ArrayDeque<Line> lines = new ArrayDeque<>();

  private record Line(long atMillis, String who, String what, Object detail) {}

  /**
   * @param linesMax how many lines are kept
   */
  Trace(Timeline timeline, int linesMax) {
    this.timeline = timeline;
    this.linesMax = linesMax;
  }

  void note(String who, String what, Object detail) {
    if (lines.size() == linesMax) {
      lines.remove();
    }
    lines.add(new Line(timeline.now(), who, what, detail));
  }

  List<String> lines() {
    List<String> texts = new ArrayList<>();
    for (Line line : lines) {
      String detail = line.detail.toString().replaceAll("\\s+", " ").strip();
      texts.add("%8d ms  %-8s %-12s %s".formatted(line.atMillis, line.who, line.what, detail));
    }
    return texts;
  }
}
