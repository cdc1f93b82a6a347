package io.github.packtrain.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Spaces for tests: one that shows everything, and random ones. */
final class Spaces {
  /** Every kind of parameter, one of them conditional. */
  static final SearchSpace ALL_KINDS =
      SearchSpace.of(
          Parameter.of("lr", new Domain.FloatRange(1e-5, 1e-1, true, 0)),
          Parameter.of("dropout", new Domain.FloatRange(0, 0.5, false, 0.1)),
          Parameter.of("depth", new Domain.IntRange(2, 12, false, 2)),
          Parameter.of("width", new Domain.IntRange(8, 512, true, 1)),
          Parameter.of("op", new Domain.Choice(texts("conv", "pool", "skip"))),
          Parameter.of("kernel", new Domain.Ordinal(numbers(3, 5, 7)))
              .activeWhen("op", ParameterValue.of("conv"), ParameterValue.of("pool")),
          Parameter.of("bias", new Domain.Bool()));

  private Spaces() {}

  static List<ParameterValue> texts(String... values) {
    return List.of(values).stream().map(ParameterValue::of).toList();
  }

  static List<ParameterValue> numbers(long... values) {
    List<ParameterValue> result = new ArrayList<>();
    for (long value : values) {
      result.add(ParameterValue.of(value));
    }
    return result;
  }

  /** {@code count} choices of the values 0, 1, 2. */
  static SearchSpace ternary(int count) {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parameters.add(Parameter.of("p" + i, new Domain.Choice(numbers(0, 1, 2))));
    }
    return new SearchSpace(parameters);
  }

  /** A valid space of 1 to 6 parameters, about a third of them conditional. */
  static SearchSpace random(Random random) {
    List<Parameter> parameters = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      Parameter parameter = Parameter.of("p" + i, domain(random));
      if (i > 0 && random.nextInt(3) == 0) {
        Parameter parent = parameters.get(random.nextInt(i));
        if (parent.domain().count() != Domain.CONTINUOUS) {
          parameter = parameter.activeWhen(parent.name(), parent.domain().valueAt(0));
        }
      }
      if (random.nextInt(4) == 0 && parameter.domain().count() != Domain.CONTINUOUS) {
        parameter = parameter.withDefault(parameter.domain().valueAt(0));
      }
      parameters.add(parameter);
    }
    return new SearchSpace(parameters);
  }

  private static Domain domain(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> new Domain.FloatRange(-1, 1 + random.nextInt(3), false, 0);
      case 1 -> new Domain.FloatRange(1e-4, 1, true, 0);
      case 2 -> new Domain.FloatRange(0, 1 + random.nextInt(3), false, 0.1 + random.nextInt(3));
      case 3 -> new Domain.IntRange(-3, random.nextInt(20), false, 1 + random.nextInt(4));
      case 4 -> new Domain.IntRange(1, 2 + random.nextInt(100), true, 1);
      case 5 -> new Domain.Choice(texts("a", "b", "c").subList(0, 1 + random.nextInt(3)));
      case 6 -> new Domain.Ordinal(numbers(1, 2, 4, 8).subList(0, 1 + random.nextInt(4)));
      default -> new Domain.Bool();
    };
  }
}
