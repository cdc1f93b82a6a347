package io.github.packtrain.cli.tree;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Plain words as YAML 1.2's core schema reads them, and what is a little more lenient. */
public final class Scalars {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?(\\.inf|\\.Inf|\\.INF)|\\.nan|\\.NaN|\\.NAN");
  private static final Pattern BOOL = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern NULL = Pattern.compile("null|Null|NULL|~|");
  private static final Pattern GROUPED = Pattern.compile("[-+]?[0-9]+(_[0-9]+)+");

  private Scalars() {}

  /** What a word without quotes is. */
  public static Node.Kind kindOf(String plain) {
    if (NULL.matcher(plain).matches()) {
      return Node.Kind.NULL;
    }
    if (BOOL.matcher(plain).matches()) {
      return Node.Kind.BOOL;
    }
    if (INTEGER.matcher(plain).matches()) {
      return Node.Kind.INTEGER;
    }
    return NUMBER.matcher(plain).matches() || NOT_FINITE.matcher(plain).matches()
        ? Node.Kind.NUMBER
        : Node.Kind.TEXT;
  }

  /** The whole number that a scalar stands for; {@code 1_000} counts as one where it is asked. */
  public static Optional<BigInteger> findInteger(Node.Scalar scalar) {
    boolean grouped =
        scalar.kind() == Node.Kind.TEXT
            && scalar.plain()
            && GROUPED.matcher(scalar.value()).matches();
    return scalar.kind() == Node.Kind.INTEGER || grouped
        ? Optional.of(integer(scalar.value()))
        : Optional.empty();
  }

  /** The finite number that a scalar stands for. */
  public static Optional<Double> findNumber(Node.Scalar scalar) {
    if (scalar.kind() == Node.Kind.NUMBER) {
      return NOT_FINITE.matcher(scalar.value()).matches()
          ? Optional.empty()
          : Optional.of(Double.parseDouble(scalar.value()));
    }
    return findInteger(scalar).map(BigInteger::doubleValue);
  }

  static BigInteger integer(String text) {
    String digits = text.replace("_", "");
    if (digits.startsWith("0o")) {
      return new BigInteger(digits.substring(2), 8);
    }
    if (digits.startsWith("0x")) {
      return new BigInteger(digits.substring(2), 16);
    }
    return new BigInteger(digits);
  }

  /** JSON knows no {@code .5}, {@code +1.0} or {@code .inf}; the last becomes a text. */
  static String jsonNumber(String text) {
    if (NOT_FINITE.matcher(text).matches()) {
      boolean nan = text.toLowerCase(java.util.Locale.ROOT).contains("nan");
      return nan ? "\"NaN\"" : text.startsWith("-") ? "\"-Infinity\"" : "\"Infinity\"";
    }
    String unsigned = text.startsWith("+") ? text.substring(1) : text;
    boolean json = unsigned.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    return json ? unsigned : Double.toString(Double.parseDouble(unsigned));
  }
}
