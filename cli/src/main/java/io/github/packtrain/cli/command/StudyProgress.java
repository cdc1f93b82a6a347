package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.LiveLines;
import io.github.packtrain.cli.terminal.Terminal;
import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A study while one waits for it: a bar, the best so far, the running trials and when it may end.
 * Each improvement stays as a line of its own.
 */
final class StudyProgress {
  private static final int RUNNING_SHOWN = 6;

  private final LiveLines lines;
  private final long beganMillis;
  private long endedAtBegin = -1;
  private int improvements = -1;

  StudyProgress(Terminal terminal, long nowMillis) {
    this.lines = new LiveLines(terminal);
    this.beganMillis = nowMillis;
  }

  /** Shows how it stands at {@code nowMillis}. */
  void show(Node study, List<Node> running, long nowMillis) {
    long ended = StudyTable.ended(study);
    if (endedAtBegin < 0) {
      endedAtBegin = ended;
    }
    sayImprovement(study);
    List<String> shown = new ArrayList<>();
    shown.add(headline(study, ended, nowMillis));
    shown.add(
        "  best     " + (study.has("best") ? StudyTable.best(study.mapping("best")) : "none yet"));
    for (Node trial : running.subList(0, Math.min(RUNNING_SHOWN, running.size()))) {
      shown.add(
          "  running  trial "
              + trial.number("number")
              + "  "
              + Shown.age(trial, "suggestedAt", Instant.ofEpochMilli(nowMillis))
              + "  "
              + Shown.metrics(trial.mapping("metrics"))
              + "  "
              + Shown.values(trial.mapping("params")));
    }
    lines.show(shown);
  }

  private void sayImprovement(Node study) {
    int now = study.items("improvements").size();
    if (improvements >= 0 && now > improvements && study.has("best")) {
      lines.say("better   " + StudyTable.best(study.mapping("best")));
    }
    improvements = now;
  }

  private String headline(Node study, long ended, long nowMillis) {
    long trials = study.number("spec.budget.trials");
    long failed = study.number("trials.failed");
    return study.text("spec.name")
        + " "
        + LiveLines.bar(ended, trials)
        + " "
        + ended
        + "/"
        + trials
        + " trials, "
        + study.number("trials.running")
        + " running"
        + (failed > 0 ? ", " + failed + " failed" : "")
        + eta(trials - ended, ended - endedAtBegin, nowMillis - beganMillis);
  }

  /** From the pace of this run; a study that is resumed says nothing of earlier ones. */
  private static String eta(long left, long done, long elapsedMillis) {
    return done <= 0 || left <= 0
        ? ""
        : ", at most " + Quantities.duration(elapsedMillis / done * left) + " left";
  }

  void end() {
    lines.end();
  }
}
