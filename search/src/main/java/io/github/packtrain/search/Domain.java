package io.github.packtrain.search;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The values that a parameter can take. */
public sealed interface Domain {
  /** The {@link #count} of a domain whose values cannot be enumerated. */
  long CONTINUOUS = -1;

  /**
   * Real numbers from {@code min} to {@code max}, both included.
   *
   * @param log drawn and mutated on a logarithmic scale; needs {@code min > 0} and no step
   * @param step only {@code min + k * step}; 0 = any number
   */
  record FloatRange(double min, double max, boolean log, double step) implements Domain {
    @Override
    public long count() {
      if (step == 0) {
        return min == max ? 1 : CONTINUOUS;
      }
      return decimal(max).subtract(decimal(min)).divideToIntegralValue(decimal(step)).longValue()
          + 1;
    }

    @Override
    public ParameterValue valueAt(long index) {
      // Decimal arithmetic, so that 0.1 + 2 * 0.1 is 0.3.
      return ParameterValue.of(
          decimal(min).add(decimal(step).multiply(BigDecimal.valueOf(index))).doubleValue());
    }

    @Override
    public Optional<ParameterValue> conform(ParameterValue value) {
      return switch (value) {
        case ParameterValue.NumberValue(double number) -> conform(number);
        case ParameterValue.IntegerValue(long number) -> conform((double) number);
        case ParameterValue.TextValue _, ParameterValue.BoolValue _ -> Optional.empty();
      };
    }

    private Optional<ParameterValue> conform(double number) {
      boolean inside = number >= min && number <= max;
      return inside && (step == 0 || onStep(number))
          ? Optional.of(ParameterValue.of(number))
          : Optional.empty();
    }

    private boolean onStep(double number) {
      return decimal(number).subtract(decimal(min)).remainder(decimal(step)).signum() == 0;
    }

    @Override
    public long indexOf(ParameterValue value) {
      double number = ((ParameterValue.NumberValue) value).value();
      return step == 0
          ? 0
          : decimal(number).subtract(decimal(min)).divideToIntegralValue(decimal(step)).longValue();
    }

    private static BigDecimal decimal(double value) {
      return BigDecimal.valueOf(value);
    }
  }

  /**
   * Whole numbers {@code min, min + step, …} up to {@code max}.
   *
   * @param log drawn and mutated on a logarithmic scale; needs {@code min > 0} and a step of 1
   */
  record IntRange(long min, long max, boolean log, long step) implements Domain {
    @Override
    public long count() {
      return (max - min) / step + 1;
    }

    @Override
    public ParameterValue valueAt(long index) {
      return ParameterValue.of(min + index * step);
    }

    @Override
    public Optional<ParameterValue> conform(ParameterValue value) {
      return switch (value) {
        case ParameterValue.IntegerValue(long number) -> conform(number);
        case ParameterValue.NumberValue(double number) when number == StrictMath.rint(number) ->
            conform((long) number);
        case ParameterValue.NumberValue _, ParameterValue.TextValue _, ParameterValue.BoolValue _ ->
            Optional.empty();
      };
    }

    private Optional<ParameterValue> conform(long number) {
      return number >= min && number <= max && (number - min) % step == 0
          ? Optional.of(ParameterValue.of(number))
          : Optional.empty();
    }

    @Override
    public long indexOf(ParameterValue value) {
      return (((ParameterValue.IntegerValue) value).value() - min) / step;
    }
  }

  /** Unordered alternatives. */
  record Choice(List<ParameterValue> values) implements Domain {
    /** Copies {@code values}. */
    public Choice {
      values = List.copyOf(values);
    }

    @Override
    public long count() {
      return values.size();
    }

    @Override
    public ParameterValue valueAt(long index) {
      return values.get(Math.toIntExact(index));
    }

    @Override
    public Optional<ParameterValue> conform(ParameterValue value) {
      return Listed.find(values, value);
    }

    @Override
    public long indexOf(ParameterValue value) {
      return values.indexOf(value);
    }
  }

  /** Ordered alternatives: a mutation prefers neighbours. */
  record Ordinal(List<ParameterValue> values) implements Domain {
    /** Copies {@code values}. */
    public Ordinal {
      values = List.copyOf(values);
    }

    @Override
    public long count() {
      return values.size();
    }

    @Override
    public ParameterValue valueAt(long index) {
      return values.get(Math.toIntExact(index));
    }

    @Override
    public Optional<ParameterValue> conform(ParameterValue value) {
      return Listed.find(values, value);
    }

    @Override
    public long indexOf(ParameterValue value) {
      return values.indexOf(value);
    }
  }

  /** False, true. */
  record Bool() implements Domain {
    @Override
    public long count() {
      return 2;
    }

    @Override
    public ParameterValue valueAt(long index) {
      return ParameterValue.of(index == 1);
    }

    @Override
    public Optional<ParameterValue> conform(ParameterValue value) {
      return value instanceof ParameterValue.BoolValue ? Optional.of(value) : Optional.empty();
    }

    @Override
    public long indexOf(ParameterValue value) {
      return ((ParameterValue.BoolValue) value).value() ? 1 : 0;
    }
  }

  /** How many values there are, or {@link #CONTINUOUS}. */
  long count();

  /** The value at {@code index}, 0 ≤ index &lt; {@link #count}; not for continuous domains. */
  ParameterValue valueAt(long index);

  /** The index of a value that {@link #conform} returned; not for continuous domains. */
  long indexOf(ParameterValue value);

  /**
   * {@code value} as this domain writes it, when it belongs to it: a float domain turns 3 into 3.0,
   * an int domain 3.0 into 3. Empty when it does not belong.
   */
  Optional<ParameterValue> conform(ParameterValue value);
}
