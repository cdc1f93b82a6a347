package io.github.packtrain.search;

/**
 * A scalar that a parameter can take. Its {@link #json} text is canonical: equal values have equal
 * text.
 */
public sealed interface ParameterValue {

  /**
   * A real number; always written with a point or an exponent, so that it reads back as a number.
   */
  record NumberValue(double value) implements ParameterValue {
    /** Zero has no sign here: {@code -0.0} becomes {@code 0.0}. */
    public NumberValue {
      value = value + 0.0;
    }

    @Override
    public String json() {
      return Double.toString(value);
    }
  }

  /** A whole number. */
  record IntegerValue(long value) implements ParameterValue {
    @Override
    public String json() {
      return Long.toString(value);
    }
  }

  /** A string. */
  record TextValue(String value) implements ParameterValue {
    @Override
    public String json() {
      return FlatJson.quote(value);
    }
  }

  /** A truth value. */
  record BoolValue(boolean value) implements ParameterValue {
    @Override
    public String json() {
      return Boolean.toString(value);
    }
  }

  /** This value as JSON. */
  String json();

  /** A real number. */
  static ParameterValue of(double value) {
    return new NumberValue(value);
  }

  /** A whole number. */
  static ParameterValue of(long value) {
    return new IntegerValue(value);
  }

  /** A string. */
  static ParameterValue of(String value) {
    return new TextValue(value);
  }

  /** A truth value. */
  static ParameterValue of(boolean value) {
    return new BoolValue(value);
  }
}
