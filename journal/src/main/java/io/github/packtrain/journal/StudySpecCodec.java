package io.github.packtrain.journal;

import io.github.packtrain.journal.JournalException.TooNew;
import io.github.packtrain.journal.v1.StudyProto;
import io.github.packtrain.search.AlgorithmSpec;
import io.github.packtrain.search.Budget;
import io.github.packtrain.search.Domain;
import io.github.packtrain.search.Objective;
import io.github.packtrain.search.Parameter;
import io.github.packtrain.search.ParameterValue;
import io.github.packtrain.search.SearchSpace;
import io.github.packtrain.search.StudySpec;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Between the specification of a study and the schema of the journal. */
final class StudySpecCodec {
  private static final EnumPair<Objective.Goal, StudyProto.Objective.Goal> GOAL =
      EnumPair.of(Objective.Goal.class, StudyProto.Objective.Goal.class, "GOAL_");

  private StudySpecCodec() {}

  static StudyProto.StudySpec write(StudySpec spec) {
    return StudyProto.StudySpec.newBuilder()
        .setName(spec.name())
        .addAllObjectives(spec.objectives().stream().map(StudySpecCodec::write).toList())
        .addAllParameters(spec.space().parameters().stream().map(StudySpecCodec::write).toList())
        .setAlgorithm(spec.algorithm().name())
        .addAllOptions(StudyCodec.writeNamed(spec.algorithm().options()))
        .setBudget(
            StudyProto.Budget.newBuilder()
                .setTrials(spec.budget().trials())
                .setParallel(spec.budget().parallel())
                .setWallMillis(spec.budget().wallMillis())
                .setPatience(spec.budget().patience())
                .setMaxFailed(spec.budget().maxFailed()))
        .setSeed(spec.seed())
        .build();
  }

  static StudySpec read(StudyProto.StudySpec in) {
    return new StudySpec(
        in.getName(),
        in.getObjectivesList().stream().map(StudySpecCodec::read).toList(),
        new SearchSpace(in.getParametersList().stream().map(StudySpecCodec::read).toList()),
        new AlgorithmSpec(
            in.getAlgorithm(), new TreeMap<>(StudyCodec.readNamed(in.getOptionsList()))),
        new Budget(
            in.getBudget().getTrials(),
            in.getBudget().getParallel(),
            in.getBudget().getWallMillis(),
            in.getBudget().getPatience(),
            in.getBudget().getMaxFailed()),
        in.getSeed());
  }

  private static StudyProto.Objective write(Objective objective) {
    StudyProto.Objective.Builder out =
        StudyProto.Objective.newBuilder()
            .setMetric(objective.metric())
            .setGoal(GOAL.write(objective.goal()));
    objective.findTarget().ifPresent(out::setTarget);
    return out.build();
  }

  private static Objective read(StudyProto.Objective in) {
    @Nullable Double target = in.hasTarget() ? Double.valueOf(in.getTarget()) : null;
    return new Objective(in.getMetric(), GOAL.read(in.getGoal()), target);
  }

  private static StudyProto.Parameter write(Parameter parameter) {
    StudyProto.Parameter.Builder out =
        StudyProto.Parameter.newBuilder()
            .setName(parameter.name())
            .setDomain(write(parameter.domain()))
            .addAllWhen(parameter.when().stream().map(StudySpecCodec::write).toList());
    parameter.findDefault().ifPresent(value -> out.setDefaultValue(StudyCodec.write(value)));
    return out.build();
  }

  private static Parameter read(StudyProto.Parameter in) {
    return new Parameter(
        in.getName(),
        read(in.getDomain()),
        in.getWhenList().stream()
            .map(when -> new Parameter.Condition(when.getParent(), read(when.getValuesList())))
            .toList(),
        in.hasDefaultValue() ? StudyCodec.read(in.getDefaultValue()) : null);
  }

  private static StudyProto.Parameter.Condition write(Parameter.Condition condition) {
    return StudyProto.Parameter.Condition.newBuilder()
        .setParent(condition.parent())
        .addAllValues(condition.values().stream().map(StudyCodec::write).toList())
        .build();
  }

  private static StudyProto.Domain write(Domain domain) {
    StudyProto.Domain.Builder out = StudyProto.Domain.newBuilder();
    switch (domain) {
      case Domain.FloatRange(double min, double max, boolean log, double step) ->
          out.setFloatRange(
              StudyProto.Domain.FloatRange.newBuilder()
                  .setMin(min)
                  .setMax(max)
                  .setLog(log)
                  .setStep(step));
      case Domain.IntRange(long min, long max, boolean log, long step) ->
          out.setIntRange(
              StudyProto.Domain.IntRange.newBuilder()
                  .setMin(min)
                  .setMax(max)
                  .setLog(log)
                  .setStep(step));
      case Domain.Choice(List<ParameterValue> values) -> out.setChoice(write(values));
      case Domain.Ordinal(List<ParameterValue> values) -> out.setOrdinal(write(values));
      case Domain.Bool() -> out.setBool(StudyProto.Domain.Bool.getDefaultInstance());
    }
    return out.build();
  }

  private static Domain read(StudyProto.Domain in) {
    return switch (in.getKindCase()) {
      case FLOAT_RANGE -> {
        StudyProto.Domain.FloatRange range = in.getFloatRange();
        yield new Domain.FloatRange(
            range.getMin(), range.getMax(), range.getLog(), range.getStep());
      }
      case INT_RANGE -> {
        StudyProto.Domain.IntRange range = in.getIntRange();
        yield new Domain.IntRange(range.getMin(), range.getMax(), range.getLog(), range.getStep());
      }
      case CHOICE -> new Domain.Choice(read(in.getChoice().getValuesList()));
      case ORDINAL -> new Domain.Ordinal(read(in.getOrdinal().getValuesList()));
      case BOOL -> new Domain.Bool();
      case KIND_NOT_SET -> throw new TooNew("this release does not know every kind of parameter");
    };
  }

  private static StudyProto.Domain.Values write(List<ParameterValue> values) {
    return StudyProto.Domain.Values.newBuilder()
        .addAllValues(values.stream().map(StudyCodec::write).toList())
        .build();
  }

  private static List<ParameterValue> read(List<StudyProto.Value> values) {
    return values.stream().map(StudyCodec::read).toList();
  }
}
