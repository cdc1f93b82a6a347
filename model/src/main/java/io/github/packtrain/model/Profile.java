package io.github.packtrain.model;

import java.util.List;

/**
 * What a user says of what a job's tasks are, for learning from them: how long they will run and
 * where they run well. Nothing of it limits where they may run.
 *
 * @param kind such as {@code benchmark}, {@code test}, {@code long-running} or {@code data}; empty
 *     when not said
 * @param model such as {@code bert-base-uncased}, or empty
 * @param family of the model, such as {@code bert}, or empty
 * @param sizeMilli its work against that of the usual task of its kind, in thousandths, at least 1
 * @param batch batch size, 0 when not said
 * @param shares data sets and frameworks that it uses: tasks that share one attract each other
 */
public record Profile(
    String kind, String model, String family, int sizeMilli, int batch, List<String> shares) {
  /** The size of a usual task. */
  public static final int SIZE_USUAL_MILLI = 1_000;

  /** Nothing said. */
  public static final Profile NONE = new Profile("", "", "", SIZE_USUAL_MILLI, 0, List.of());

  public Profile {
    shares = List.copyOf(shares);
  }

  /** A task of which only the kind is said. */
  public static Profile ofKind(String kind) {
    return kind.isEmpty() ? NONE : new Profile(kind, "", "", SIZE_USUAL_MILLI, 0, List.of());
  }

  public Profile withFamily(String newFamily) {
    return new Profile(kind, model, newFamily, sizeMilli, batch, shares);
  }

  /** As far as it matters where a task runs; tasks that are alike in this are placed alike. */
  public Profile placing() {
    return model.isEmpty() && sizeMilli == SIZE_USUAL_MILLI && batch == 0
        ? this
        : new Profile(kind, "", family, SIZE_USUAL_MILLI, 0, shares);
  }
}
