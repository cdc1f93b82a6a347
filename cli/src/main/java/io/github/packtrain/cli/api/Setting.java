package io.github.packtrain.cli.api;

/**
 * A value and where it came from.
 *
 * @param value empty when it is not set
 */
public record Setting(String value, Origin origin, String source) {
  /** Where a value can come from; what stands first goes before what follows. */
  public enum Origin {
    FLAG,
    ENVIRONMENT,
    FILE,
    DEFAULT
  }

  /** From a flag such as {@code --master}. */
  public static Setting flag(String value, String flag) {
    return new Setting(value, Origin.FLAG, "flag " + flag);
  }

  /** A value that nobody set. */
  public static Setting byDefault(String value) {
    return new Setting(value, Origin.DEFAULT, "default");
  }

  /** Whether there is a value. */
  public boolean isSet() {
    return !value.isEmpty();
  }

  /** Whether this one was said more directly than the other. */
  public boolean isNearerThan(Setting other) {
    return origin.compareTo(other.origin) < 0;
  }
}
