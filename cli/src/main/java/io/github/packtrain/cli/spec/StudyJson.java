package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import io.github.packtrain.search.Budget;
import io.github.packtrain.search.Domain;
import io.github.packtrain.search.Objective;
import io.github.packtrain.search.Parameter;
import io.github.packtrain.search.ParameterValue;
import io.github.packtrain.search.StudySpec;
import java.util.List;

/** A study's specification as the JSON of its message. */
final class StudyJson {
  private StudyJson() {}

  static JsonObject of(StudySpec spec) {
    JsonObject options = new JsonObject();
    spec.algorithm().options().forEach((name, value) -> options.put(name, value(value)));
    return new JsonObject()
        .put("name", spec.name())
        .put("objectives", spec.objectives().stream().map(StudyJson::objective).toList())
        .put("space", spec.space().parameters().stream().map(StudyJson::parameter).toList())
        .put(
            "algorithm",
            new JsonObject().put("name", spec.algorithm().name()).put("options", options))
        .put("budget", budget(spec.budget()))
        .put("seed", Long.toString(spec.seed()));
  }

  private static Node objective(Objective objective) {
    JsonObject json =
        new JsonObject()
            .put("metric", objective.metric())
            .put("goal", objective.goal() == Objective.Goal.MAXIMIZE ? "maximize" : "minimize");
    Double target = objective.target();
    return (target == null ? json : json.put("target", target.doubleValue())).node();
  }

  private static Node parameter(Parameter parameter) {
    JsonObject json = new JsonObject().put("name", parameter.name());
    switch (parameter.domain()) {
      case Domain.FloatRange(double min, double max, boolean log, double step) -> {
        JsonObject range = new JsonObject().put("min", min).put("max", max).put("log", log);
        json.put("float", step == 0 ? range : range.put("step", step));
      }
      case Domain.IntRange(long min, long max, boolean log, long step) ->
          json.put(
              "int",
              new JsonObject()
                  .put("min", Long.toString(min))
                  .put("max", Long.toString(max))
                  .put("log", log)
                  .put("step", Long.toString(step)));
      case Domain.Choice(List<ParameterValue> values) -> json.put("choice", values(values));
      case Domain.Ordinal(List<ParameterValue> values) -> json.put("ordinal", values(values));
      case Domain.Bool() -> json.put("bool", new JsonObject());
    }
    parameter.findDefault().ifPresent(value -> json.put("defaultValue", value(value)));
    if (!parameter.when().isEmpty()) {
      json.put("when", parameter.when().stream().map(StudyJson::condition).toList());
    }
    return json.node();
  }

  private static Node condition(Parameter.Condition condition) {
    return new JsonObject()
        .put("parent", condition.parent())
        .put("values", condition.values().stream().map(v -> value(v).node()).toList())
        .node();
  }

  private static JsonObject values(List<ParameterValue> values) {
    return new JsonObject().put("values", values.stream().map(v -> value(v).node()).toList());
  }

  private static JsonObject value(ParameterValue value) {
    JsonObject json = new JsonObject();
    return switch (value) {
      case ParameterValue.NumberValue(double number) -> json.put("number", number);
      case ParameterValue.IntegerValue(long whole) -> json.put("integer", Long.toString(whole));
      case ParameterValue.TextValue(String text) -> json.put("text", text);
      case ParameterValue.BoolValue(boolean flag) -> json.put("flag", flag);
    };
  }

  private static JsonObject budget(Budget budget) {
    JsonObject json =
        new JsonObject().put("trials", budget.trials()).put("parallel", budget.parallel());
    if (budget.wallMillis() != Budget.NO_LIMIT) {
      json.put("wallMillis", Long.toString(budget.wallMillis()));
    }
    if (budget.patience() != Budget.NO_LIMIT) {
      json.put("patience", budget.patience());
    }
    if (budget.maxFailed() != Budget.NO_LIMIT) {
      json.put("maxFailed", budget.maxFailed());
    }
    return json;
  }
}
