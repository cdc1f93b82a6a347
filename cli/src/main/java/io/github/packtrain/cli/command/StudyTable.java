package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.LiveLines;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Studies and trials as rows and lines. */
final class StudyTable {
  private StudyTable() {}

  static Table studies(List<Node> studies, Instant now) {
    Table table =
        new Table()
            .left("STUDY")
            .left("STATE")
            .left("ALGORITHM")
            .right("TRIALS")
            .right("RUN")
            .right("FAIL")
            .left("BEST")
            .right("AGE");
    for (Node study : studies) {
      table.row(
          study.text("spec.name"),
          state(study),
          study.text("spec.algorithm.name"),
          ended(study) + "/" + study.number("spec.budget.trials"),
          study.text("trials.running"),
          study.text("trials.failed"),
          Shown.metrics(study.mapping("best.objectives")),
          Shown.age(study, "createdAt", now));
    }
    return table;
  }

  static String state(Node study) {
    String reason = study.text("endReason");
    return study.text("state")
        + (reason.isEmpty() ? "" : " (" + reason.toLowerCase(java.util.Locale.ROOT) + ")");
  }

  static long ended(Node study) {
    return study.number("trials.completed")
        + study.number("trials.failed")
        + study.number("trials.infeasible")
        + study.number("trials.cancelled");
  }

  static List<String> lines(Node study, Instant now) {
    List<String> lines = new ArrayList<>();
    long trials = study.number("spec.budget.trials");
    lines.add(
        study.text("spec.name")
            + "  "
            + study.text("spec.algorithm.name")
            + "  "
            + state(study)
            + "  "
            + Shown.between(study, "createdAt", "endedAt", now));
    lines.add(
        "  trials  "
            + LiveLines.bar(ended(study), trials)
            + " "
            + ended(study)
            + "/"
            + trials
            + ", "
            + study.number("trials.running")
            + " running, "
            + study.number("trials.failed")
            + " failed");
    if (study.has("best")) {
      lines.add("  best    " + best(study.mapping("best")));
    }
    String detail = study.text("endDetail");
    if (!detail.isEmpty()) {
      lines.add("  ended   " + detail);
    }
    if (!study.text("job").isEmpty()) {
      lines.add("  job     " + study.text("job"));
    }
    return lines;
  }

  /** {@code accuracy=0.98 trial 27 lr=0.001 layers=3}. */
  static String best(Node trial) {
    return Shown.metrics(trial.mapping("objectives"))
        + "  trial "
        + trial.number("number")
        + "  "
        + Shown.values(trial.mapping("params"));
  }

  /** One column for each objective and each parameter that occurs. */
  static Table trials(List<Node> trials, boolean withState) {
    SequencedSet<String> objectives = new LinkedHashSet<>();
    SequencedSet<String> params = new LinkedHashSet<>();
    for (Node trial : trials) {
      objectives.addAll(trial.mapping("objectives").entries().keySet());
      params.addAll(trial.mapping("params").entries().keySet());
    }
    Table table = new Table().right("TRIAL");
    if (withState) {
      table.left("STATE");
    }
    objectives.forEach(table::right);
    params.forEach(table::right);
    table.left("ORIGIN");
    for (Node trial : trials) {
      table.row(row(trial, withState, objectives, params));
    }
    return table;
  }

  private static List<String> row(
      Node trial, boolean withState, SequencedSet<String> objectives, SequencedSet<String> params) {
    List<String> row = new ArrayList<>();
    row.add(trial.text("number"));
    if (withState) {
      row.add(trial.text("state"));
    }
    Node.Mapping values = trial.mapping("objectives");
    for (String objective : objectives) {
      Node.Entry value = values.entries().get(objective);
      row.add(value == null ? "" : Shown.number(Double.parseDouble(value.value().text())));
    }
    Node.Mapping chosen = trial.mapping("params");
    for (String param : params) {
      Node.Entry value = chosen.entries().get(param);
      row.add(value == null ? "" : Shown.value(value.value()));
    }
    String reason = trial.text("reason");
    row.add(Shown.origin(trial.text("origin")) + (reason.isEmpty() ? "" : "; " + reason));
    return row;
  }
}
