package io.github.packtrain.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A specification as flat lines "field: text", for comparing and for messages. */
final class SpecFields {
  private SpecFields() {}

  static SequencedMap<String, String> of(StudySpec spec) {
    SequencedMap<String, String> fields = new LinkedHashMap<>();
    fields.put("name", spec.name());
    for (int i = 0; i < spec.objectives().size(); i++) {
      Objective objective = spec.objectives().get(i);
      fields.put("objectives[" + i + "].metric", objective.metric());
      fields.put("objectives[" + i + "].goal", objective.goal().name());
      fields.put("objectives[" + i + "].target", limit(objective.target()));
    }
    for (Parameter parameter : spec.space().parameters()) {
      fields.put("space." + parameter.name(), text(parameter));
    }
    fields.put("space (order)", names(spec.space()));
    fields.put("algorithm.name", spec.algorithm().name());
    spec.algorithm()
        .options()
        .forEach((option, value) -> fields.put("algorithm." + option, value.json()));
    fields.put("budget.trials", Integer.toString(spec.budget().trials()));
    fields.put("budget.parallel", Integer.toString(spec.budget().parallel()));
    fields.put("budget.wallMillis", limit(spec.budget().wallMillis()));
    fields.put("budget.patience", limit(spec.budget().patience()));
    fields.put("budget.maxFailed", limit(spec.budget().maxFailed()));
    fields.put("seed", Long.toString(spec.seed()));
    return fields;
  }

  static String text(Domain domain) {
    return switch (domain) {
      case Domain.FloatRange(double min, double max, boolean log, double step) ->
          "float [" + min + ", " + max + "]" + scale(log) + (step == 0 ? "" : " step " + step);
      case Domain.IntRange(long min, long max, boolean log, long step) ->
          "int [" + min + ", " + max + "]" + scale(log) + (step == 1 ? "" : " step " + step);
      case Domain.Choice(List<ParameterValue> values) -> "choice " + text(values);
      case Domain.Ordinal(List<ParameterValue> values) -> "ordinal " + text(values);
      case Domain.Bool() -> "bool";
    };
  }

  private static String text(Parameter parameter) {
    StringBuilder text = new StringBuilder(text(parameter.domain()));
    for (Parameter.Condition condition : parameter.when()) {
      text.append(" when ").append(condition.parent()).append(text(condition.values()));
    }
    parameter.findDefault().ifPresent(value -> text.append(" default ").append(value.json()));
    return text.toString();
  }

  private static String text(List<ParameterValue> values) {
    return values.stream().map(ParameterValue::json).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String names(SearchSpace space) {
    return space.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
  }

  private static String scale(boolean log) {
    return log ? " log" : "";
  }

  private static String limit(long value) {
    return value == Budget.NO_LIMIT ? "(none)" : Long.toString(value);
  }

  private static String limit(@Nullable Double value) {
    return value == null ? "(none)" : value.toString();
  }
}
