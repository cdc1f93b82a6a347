package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.text.Words;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Types of events as people write them. */
final class EventTypes {
  /** All of them: the master's names without {@code EVENT_}. */
  static final List<String> ALL =
      List.of(
          "job-admitted",
          "job-grew",
          "job-cancelled",
          "job-retried",
          "job-ended",
          "task-placed",
          "task-started",
          "task-stopping",
          "task-withdrawn",
          "task-retried",
          "task-ended",
          "task-cancelled",
          "task-measured",
          "worker-registered",
          "worker-unreachable",
          "worker-lost",
          "worker-drained",
          "worker-resumed",
          "worker-forgotten",
          "study-created",
          "study-paused",
          "study-resumed",
          "study-ended",
          "trial-suggested",
          "trial-imported",
          "trial-measured",
          "trial-ended",
          "job-dependency-met",
          "reservation-added",
          "reservation-removed",
          "order-set",
          "placement-set",
          "policy-cut-off");

  private EventTypes() {}

  /**
   * The master's names of the types.
   *
   * @param texts a type such as {@code task-ended}, or a part that stands for all types with it:
   *     {@code ended}, {@code worker}
   */
  static List<String> named(List<String> texts) {
    Set<String> names = new TreeSet<>();
    Set<String> words = new TreeSet<>(ALL);
    for (String type : ALL) {
      words.addAll(List.of(type.split("-", 2)));
    }
    for (String text : texts) {
      String word = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
      List<String> matches =
          ALL.stream()
              .filter(type -> List.of(type.split("-", 2)).contains(word) || type.equals(word))
              .toList();
      if (matches.isEmpty()) {
        throw Failure.usage(
            "type",
            "--type: '" + text + "' is no type of event",
            "it is neither a type nor a part of one, such as task or ended",
            Words.hint(word, words, "types are"));
      }
      matches.forEach(
          type -> names.add("EVENT_" + type.toUpperCase(Locale.ROOT).replace('-', '_')));
    }
    return List.copyOf(names);
  }
}
