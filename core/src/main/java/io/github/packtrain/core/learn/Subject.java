package io.github.packtrain.core.learn;

/**
 * What learning knows a task by.
 *
 * @param task what tasks that count as the same have in common, as a number; 0 when unknown
 * @param model with the number of its devices, or empty
 * @param family of the model, or empty
 * @param kind such as {@code benchmark}; never empty
 * @param size its work against the usual, as {@link LogTime} steps; 0 for the usual
 * @param batch its batch size as {@link LogTime} steps; 0 when unknown
 */
public record Subject(long task, String model, String family, String kind, int size, int batch) {
  /** A task of which only the kind is known. */
  public static Subject ofKind(String kind) {
    return new Subject(0, "", "", kind, 0, 0);
  }

  /** What workers are good or bad at: the family where there is one, the kind otherwise. */
  String topic() {
    return family.isEmpty() ? kind : family;
  }
}
