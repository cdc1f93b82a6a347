package io.github.packtrain.simulator;

import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.loop.Effect;
import io.github.packtrain.session.worker.WorkerAction;
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
    if (linesMax == 0 || isChatter(detail)) {
      return;
    }
    if (lines.size() == linesMax) {
      lines.remove();
    }
    lines.add(new Line(timeline.now(), who, what, detail));
  }

  /** What happens all the time and says nothing. */
  private static boolean isChatter(Object detail) {
    return switch (detail) {
      case WorkerMessage message -> message.hasHeartbeat();
      case MasterMessage message -> message.hasHeartbeat();
      case Effect.Send(long _, MasterMessage message) -> message.hasHeartbeat();
      case WorkerAction.RenewLease _ -> true;
      default -> false;
    };
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
