package io.github.packtrain.core.learn;

import java.util.ArrayList;
import java.util.List;

/** What learning knows a task by. Immutable; made once for many tasks. */
public final class Subject {
  /** The kind of tasks whose job names none. */
  public static final String CUSTOM = "custom";

  private static final String KIND = "kind:";

  private final long task;
  private final String model;
  private final String kind;
  private final int size;
  private final int batch;
  private final String kindTopic;
  private final String mainTopic;

  /** What attracts tasks to where others of it ran. */
  private final List<String> sharedTopics;

  /**
   * A subject.
   *
   * @param task what tasks that count as the same have in common, as a number; 0 when unknown
   * @param model with the number of its devices, or empty
   * @param family of the model, or empty
   * @param kind such as {@code benchmark}; never empty
   * @param size its work against the usual, as {@link LogTime} steps; 0 for the usual
   * @param batch its batch size as {@link LogTime} steps; 0 when unknown
   * @param shares data sets and frameworks that it uses
   */
  public Subject(
      long task,
      String model,
      String family,
      String kind,
      int size,
      int batch,
      List<String> shares) {
    this.task = task;
    this.model = model;
    this.kind = kind;
    this.size = size;
    this.batch = batch;
    this.kindTopic = KIND + kind;
    this.mainTopic = family.isEmpty() ? kindTopic : "family:" + family;
    List<String> shared = new ArrayList<>(shares.size() + 1);
    if (!family.isEmpty()) {
      shared.add(mainTopic);
    }
    shares.forEach(share -> shared.add("shares:" + share));
    this.sharedTopics = List.copyOf(shared);
  }

  private Subject(Subject like) {
    this.task = 0;
    this.model = like.model;
    this.kind = like.kind;
    this.size = like.size;
    this.batch = like.batch;
    this.kindTopic = like.kindTopic;
    this.mainTopic = like.mainTopic;
    this.sharedTopics = like.sharedTopics;
  }

  /** A task of which only the kind is known. */
  public static Subject ofKind(String kind) {
    return new Subject(0, "", "", kind, 0, 0, List.of());
  }

  /** The same, as if never seen before. */
  Subject withoutTask() {
    return new Subject(this);
  }

  long task() {
    return task;
  }

  String model() {
    return model;
  }

  String kind() {
    return kind;
  }

  int size() {
    return size;
  }

  int batch() {
    return batch;
  }

  /** Whether a topic names a kind of task. */
  public static boolean isKindTopic(String topic) {
    return topic.startsWith(KIND);
  }

  String kindTopic() {
    return kindTopic;
  }

  /** What hardware is good or bad at: the family where there is one, the kind otherwise. */
  String mainTopic() {
    return mainTopic;
  }

  List<String> sharedTopics() {
    return sharedTopics;
  }
}
