package io.github.packtrain.session.wire;

import io.github.packtrain.protocol.v1.Algorithm;
import io.github.packtrain.protocol.v1.BoolDomain;
import io.github.packtrain.protocol.v1.FloatDomain;
import io.github.packtrain.protocol.v1.IntDomain;
import io.github.packtrain.protocol.v1.Value;
import io.github.packtrain.protocol.v1.ValuesDomain;
import io.github.packtrain.search.AlgorithmSpec;
import io.github.packtrain.search.Budget;
import io.github.packtrain.search.Domain;
import io.github.packtrain.search.Objective;
import io.github.packtrain.search.Parameter;
import io.github.packtrain.search.ParameterValue;
import io.github.packtrain.search.SearchSpace;
import io.github.packtrain.search.StudySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Studies on the wire. What is wrong with a space or an algorithm is said by the study itself. */
public final class StudyWire {
  private StudyWire() {}

  public static io.github.packtrain.protocol.v1.StudySpec toWire(StudySpec spec) {
    var wire =
        io.github.packtrain.protocol.v1.StudySpec.newBuilder()
            .setName(spec.name())
            .setAlgorithm(toWire(spec.algorithm()))
            .setBudget(toWire(spec.budget()))
            .setSeed(spec.seed());
    for (Objective objective : spec.objectives()) {
      var one =
          io.github.packtrain.protocol.v1.Objective.newBuilder()
              .setMetric(objective.metric())
              .setGoal(objective.goal() == Objective.Goal.MAXIMIZE ? "maximize" : "minimize");
      Double target = objective.target();
      if (target != null) {
        one.setTarget(target);
      }
      wire.addObjectives(one);
    }
    spec.space().parameters().forEach(parameter -> wire.addSpace(toWire(parameter)));
    return wire.build();
  }

  public static StudySpec toModel(io.github.packtrain.protocol.v1.StudySpec wire) {
    List<Objective> objectives = new ArrayList<>();
    for (var objective : wire.getObjectivesList()) {
      objectives.add(
          new Objective(
              objective.getMetric(),
              goalOf(objective.getGoal()),
              objective.hasTarget() ? objective.getTarget() : null));
    }
    List<Parameter> parameters = new ArrayList<>();
    for (var parameter : wire.getSpaceList()) {
      parameters.add(toModel(parameter));
    }
    TreeMap<String, ParameterValue> options = new TreeMap<>();
    wire.getAlgorithm().getOptionsMap().forEach((name, value) -> options.put(name, toModel(value)));
    if (objectives.isEmpty()) {
      throw WireException.invalid(
          "OBJECTIVE_MISSING", "the study has no objective", "give one: a metric and its goal");
    }
    return new StudySpec(
        wire.getName(),
        objectives,
        new SearchSpace(parameters),
        new AlgorithmSpec(wire.getAlgorithm().getName(), options),
        toModel(wire.getBudget()),
        wire.getSeed());
  }

  private static Objective.Goal goalOf(String goal) {
    return switch (goal) {
      case "maximize" -> Objective.Goal.MAXIMIZE;
      case "minimize" -> Objective.Goal.MINIMIZE;
      default ->
          throw WireException.invalid(
              "OBJECTIVE_GOAL", "'" + goal + "' is not a goal", "use maximize or minimize");
    };
  }

  private static io.github.packtrain.protocol.v1.Parameter toWire(Parameter parameter) {
    var wire = io.github.packtrain.protocol.v1.Parameter.newBuilder().setName(parameter.name());
    switch (parameter.domain()) {
      case Domain.FloatRange(double min, double max, boolean log, double step) -> {
        var range = FloatDomain.newBuilder().setMin(min).setMax(max).setLog(log);
        wire.setFloat(step == 0 ? range : range.setStep(step));
      }
      case Domain.IntRange(long min, long max, boolean log, long step) ->
          wire.setInt(IntDomain.newBuilder().setMin(min).setMax(max).setLog(log).setStep(step));
      case Domain.Choice(List<ParameterValue> values) -> wire.setChoice(values(values));
      case Domain.Ordinal(List<ParameterValue> values) -> wire.setOrdinal(values(values));
      case Domain.Bool _ -> wire.setBool(BoolDomain.getDefaultInstance());
    }
    parameter.findDefault().ifPresent(value -> wire.setDefaultValue(toWire(value)));
    for (Parameter.Condition condition : parameter.when()) {
      wire.addWhen(
          io.github.packtrain.protocol.v1.Condition.newBuilder()
              .setParent(condition.parent())
              .addAllValues(condition.values().stream().map(StudyWire::toWire).toList()));
    }
    return wire.build();
  }

  private static Parameter toModel(io.github.packtrain.protocol.v1.Parameter wire) {
    Domain domain =
        switch (wire.getDomainCase()) {
          case FLOAT ->
              new Domain.FloatRange(
                  wire.getFloat().getMin(),
                  wire.getFloat().getMax(),
                  wire.getFloat().getLog(),
                  wire.getFloat().getStep());
          case INT ->
              new Domain.IntRange(
                  wire.getInt().getMin(),
                  wire.getInt().getMax(),
                  wire.getInt().getLog(),
                  wire.getInt().hasStep() ? wire.getInt().getStep() : 1);
          case CHOICE -> new Domain.Choice(values(wire.getChoice()));
          case ORDINAL -> new Domain.Ordinal(values(wire.getOrdinal()));
          case BOOL -> new Domain.Bool();
          case DOMAIN_NOT_SET ->
              throw WireException.invalid(
                  "DOMAIN_MISSING",
                  "parameter '" + wire.getName() + "' has no domain",
                  "use float, int, choice, ordinal or bool");
        };
    Parameter parameter = Parameter.of(wire.getName(), domain);
    for (var condition : wire.getWhenList()) {
      ParameterValue[] values =
          condition.getValuesList().stream().map(StudyWire::toModel).toArray(ParameterValue[]::new);
      parameter = parameter.activeWhen(condition.getParent(), values);
    }
    return wire.hasDefaultValue()
        ? parameter.withDefault(toModel(wire.getDefaultValue()))
        : parameter;
  }

  private static ValuesDomain values(List<ParameterValue> values) {
    return ValuesDomain.newBuilder()
        .addAllValues(values.stream().map(StudyWire::toWire).toList())
        .build();
  }

  private static List<ParameterValue> values(ValuesDomain wire) {
    return wire.getValuesList().stream().map(StudyWire::toModel).toList();
  }

  public static Value toWire(ParameterValue value) {
    return switch (value) {
      case ParameterValue.NumberValue(double number) ->
          Value.newBuilder().setNumber(number).build();
      case ParameterValue.IntegerValue(long integer) ->
          Value.newBuilder().setInteger(integer).build();
      case ParameterValue.TextValue(String text) -> Value.newBuilder().setText(text).build();
      case ParameterValue.BoolValue(boolean flag) -> Value.newBuilder().setFlag(flag).build();
    };
  }

  public static ParameterValue toModel(Value wire) {
    return switch (wire.getKindCase()) {
      case NUMBER -> {
        if (!Double.isFinite(wire.getNumber())) {
          throw WireException.invalid(
              "VALUE_NOT_FINITE", "a value is " + wire.getNumber(), "use a finite number");
        }
        yield new ParameterValue.NumberValue(wire.getNumber());
      }
      case INTEGER -> new ParameterValue.IntegerValue(wire.getInteger());
      case TEXT -> new ParameterValue.TextValue(wire.getText());
      case FLAG -> new ParameterValue.BoolValue(wire.getFlag());
      case KIND_NOT_SET ->
          throw WireException.invalid(
              "VALUE_MISSING", "a value is missing", "give a number, text or flag");
    };
  }

  private static Algorithm toWire(AlgorithmSpec algorithm) {
    var wire = Algorithm.newBuilder().setName(algorithm.name());
    algorithm.options().forEach((name, value) -> wire.putOptions(name, toWire(value)));
    return wire.build();
  }

  private static io.github.packtrain.protocol.v1.Budget toWire(Budget budget) {
    var wire =
        io.github.packtrain.protocol.v1.Budget.newBuilder()
            .setTrials(budget.trials())
            .setParallel(budget.parallel());
    if (budget.wallMillis() != Budget.NO_LIMIT) {
      wire.setWallMillis(budget.wallMillis());
    }
    if (budget.patience() != Budget.NO_LIMIT) {
      wire.setPatience(budget.patience());
    }
    if (budget.maxFailed() != Budget.NO_LIMIT) {
      wire.setMaxFailed(budget.maxFailed());
    }
    return wire.build();
  }

  private static Budget toModel(io.github.packtrain.protocol.v1.Budget wire) {
    return new Budget(
        wire.getTrials(),
        wire.getParallel(),
        wire.hasWallMillis() ? wire.getWallMillis() : Budget.NO_LIMIT,
        wire.hasPatience() ? wire.getPatience() : Budget.NO_LIMIT,
        wire.hasMaxFailed() ? wire.getMaxFailed() : Budget.NO_LIMIT);
  }
}
