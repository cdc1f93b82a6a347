package io.github.packtrain.core.learn;

import io.github.packtrain.core.learn.FleetLessons.PaceKey;
import io.github.packtrain.core.learn.RecentTable.Spot;
import io.github.packtrain.core.learn.RunTimes.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What learning knows a task by. Made once for many tasks: what it says never changes, and it
 * remembers where in the tables its rows are, so that it belongs to one thread.
 */
public final class Subject {
  /** The kind of tasks whose job names none. */
  public static final String CUSTOM = "custom";

  private static final String KIND = "kind:";

  /** Kinds of machines that it remembers the place of; others are looked up each time. */
  private static final int PACES_MAX = 8;

  private final long task;
  private final String model;
  private final String kind;
  private final int size;
  private final int batch;
  private final String kindTopic;
  private final String mainTopic;
  private final boolean special;

  /** What attracts tasks to where others of it ran. */
  private final List<String> sharedTopics;

  /** Usual run time of its kind where nothing was learned, in {@link LogTime} steps. */
  final int usual;

  final Spot<Long, Track> taskSpot;
  final Spot<String, Track> modelSpot;
  private @Nullable Spot<Place, Track> placeSpot;
  private final List<Spot<PaceKey, Pace>> paceSpots = new ArrayList<>(1);

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
    this.special = !family.isEmpty();
    this.mainTopic = special ? "family:" + family : kindTopic;
    List<String> shared = new ArrayList<>(shares.size() + 1);
    if (!family.isEmpty()) {
      shared.add(mainTopic);
    }
    shares.forEach(share -> shared.add("shares:" + share));
    this.sharedTopics = List.copyOf(shared);
    this.usual = LogTime.of(Kinds.defaultMillis(kind));
    this.taskSpot = new Spot<>(task);
    this.modelSpot = new Spot<>(model);
  }

  /** A task of which only the kind is known. */
  public static Subject ofKind(String kind) {
    return new Subject(0, "", "", kind, 0, 0, List.of());
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

  /** Whether hardware is good or bad at something narrower than its kind. */
  boolean isSpecial() {
    return special;
  }

  List<String> sharedTopics() {
    return sharedTopics;
  }

  /** Where this task's run times on the worker are; a start and its end often come together. */
  Spot<Place, Track> placeSpot(int worker) {
    Spot<Place, Track> known = placeSpot;
    if (known == null || known.key.worker() != worker) {
      known = new Spot<>(new Place(task, worker));
      placeSpot = known;
    }
    return known;
  }

  /** Where the pace of such machines at its topic is. */
  Spot<PaceKey, Pace> paceSpot(String hardware) {
    for (int i = 0; i < paceSpots.size(); i++) {
      Spot<PaceKey, Pace> spot = paceSpots.get(i);
      if (spot.key.hardware().equals(hardware)) {
        return spot;
      }
    }
    Spot<PaceKey, Pace> spot = new Spot<>(new PaceKey(hardware, mainTopic));
    if (paceSpots.size() < PACES_MAX) {
      paceSpots.add(spot);
    }
    return spot;
  }
}
