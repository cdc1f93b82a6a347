package io.github.packtrain.search;

import java.util.List;
import java.util.Optional;

/** Look-up in a list of alternatives, where 3 and 3.0 are the same number. */
final class Listed {
  private Listed() {}

  static Optional<ParameterValue> find(List<ParameterValue> values, ParameterValue wanted) {
    return values.stream().filter(value -> same(value, wanted)).findFirst();
  }

  static boolean same(ParameterValue left, ParameterValue right) {
    if (left instanceof ParameterValue.IntegerValue(long whole)
        && right instanceof ParameterValue.NumberValue(double number)) {
      return whole == number;
    }
    if (left instanceof ParameterValue.NumberValue(double number)
        && right instanceof ParameterValue.IntegerValue(long whole)) {
      return whole == number;
    }
    return left.equals(right);
  }
}
