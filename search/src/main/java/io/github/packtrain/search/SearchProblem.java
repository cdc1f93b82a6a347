package io.github.packtrain.search;

/**
 * What is wrong with a caller's input, in three parts.
 *
 * @param code stable, for programs, such as {@code SPACE_RANGE}
 * @param field where, as a path in the study, such as {@code space.lr}
 * @param message what is wrong, with the values
 * @param hint what to do
 */
public record SearchProblem(String code, String field, String message, String hint) {

  @Override
  public String toString() {
    return field + ": " + message + " (" + code + "); " + hint;
  }
}
