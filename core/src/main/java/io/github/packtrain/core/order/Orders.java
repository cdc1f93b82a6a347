package io.github.packtrain.core.order;

import io.github.packtrain.model.Rejection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The orders by name. */
public final class Orders {
  /** Higher priority first, then earlier arrival: what a queue does that nobody configured. */
  public static final Order DEFAULT = new ByKey("priority", job -> 0, true, false);

  private static final long LIMIT_ONE_MILLIS = 3_250_000;
  private static final long LIMIT_TWO_MILLIS = 7_200_000;
  private static final long PRIOR_MILLIS = 3_000_000;
  private static final int WEIGHT_MAX = 1_000_000;

  /** An option of every order. */
  private static final String BACKFILL = "backfill";

  private static final TreeMap<String, Entry> ENTRIES = new TreeMap<>();

  static {
    put(
        "fifo",
        "first come, first served, whatever the priority",
        o -> new ByKey("fifo", job -> 0, false, o.flag("repack", false)));
    put("priority", "higher priority first, then arrival; who waits may age", Orders::priority);
    put("sjf", "shortest estimate first", o -> keyed("sjf", o, job -> known(job.estimateMillis())));
    put("edf", "earliest deadline first", o -> keyed("edf", o, job -> known(job.deadlineMillis())));
    put(
        "srtf",
        "shortest remaining time first, by the estimates",
        o -> keyed("srtf", o, job -> unlessUnknown(job, job.remainingMillis())));
    put("srsf", "shortest remaining time × devices first", Orders::remainingService);
    put("las", "who got least device time goes first; needs no estimates", Orders::leastAttained);
    put("gittins", "who will most likely end soon, learned from what ended", Orders::gittins);
    put("fair_share", "owners get shares of the queue by their weights", Orders::fairShare);
  }

  private record Entry(String goal, Maker maker) {}

  private static void put(String name, String goal, Maker maker) {
    ENTRIES.put(name, new Entry(goal, maker));
  }

  private interface Maker {
    Order make(Options options);
  }

  private Orders() {}

  /** All names, sorted. */
  public static List<String> names() {
    return List.copyOf(ENTRIES.keySet());
  }

  /** What an order is for, in one line; empty for one that is not here. */
  public static String goalOf(String name) {
    Entry entry = ENTRIES.get(name);
    return entry == null ? "" : entry.goal();
  }

  /** The options of an order, with ranges and defaults. */
  public static Map<String, String> optionsOf(String name) {
    Entry entry = ENTRIES.get(name);
    Options reader = new Options(name, Map.of());
    if (entry != null) {
      backfill(reader);
      entry.maker().make(reader);
    }
    return reader.known();
  }

  /** What is wrong with the name or the options. */
  public static Optional<Rejection> problemOf(String name, Map<String, String> options) {
    Entry entry = ENTRIES.get(name);
    if (entry == null) {
      return Optional.of(
          Rejection.invalid(
              "ORDER_UNKNOWN",
              "there is no queue order '" + shown(name) + "'",
              "use one of: " + String.join(", ", names())));
    }
    Options reader = new Options(name, options);
    backfill(reader);
    entry.maker().make(reader);
    return reader.problem();
  }

  /** What the options, which are of any order, say of backfill. */
  public static Backfill backfillOf(Map<String, String> options) {
    return backfill(new Options("", options));
  }

  private static Backfill backfill(Options reader) {
    String word = reader.word(BACKFILL, List.of("none", "easy", "conservative"));
    return Backfill.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /**
   * The order of that name.
   *
   * @throws IllegalArgumentException when {@link #problemOf} finds one
   */
  public static Order of(String name, Map<String, String> options) {
    Optional<Rejection> problem = problemOf(name, options);
    Entry entry = ENTRIES.get(name);
    if (problem.isPresent() || entry == null) {
      throw new IllegalArgumentException(problem.map(Rejection::toString).orElse(name));
    }
    return entry.maker().make(new Options(name, options));
  }

  /** The order of that name; one that is not here is somebody's own, ranked from outside. */
  public static Order ofAny(String name, Map<String, String> options) {
    return ENTRIES.containsKey(name) ? of(name, options) : new Ranked(name);
  }

  private static String shown(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "…";
  }

  private static Order keyed(String name, Options options, ByKey.Rule rule) {
    return new ByKey(
        name, rule, !options.flag("ignore_priority", false), options.flag("repack", false));
  }

  /** Ageing by a constant rate moves the arrival: a point of priority is worth that much of it. */
  private static Order priority(Options options) {
    long ageing = options.duration("ageing", 0);
    boolean repack = options.flag("repack", false);
    return ageing == 0
        ? new ByKey("priority", job -> 0, true, repack)
        : new ByKey(
            "priority",
            job -> job.arrivedMillis() - Standing.times(job.priority(), ageing),
            false,
            repack);
  }

  private static Order remainingService(Options options) {
    double width = options.fraction("width_weight", 1);
    return keyed(
        "srsf", options, job -> unlessUnknown(job, weighed(job.remainingMillis(), job, width)));
  }

  private static Order leastAttained(Options options) {
    return new LeastAttained(
        options.durations("limits", List.of(LIMIT_ONE_MILLIS, LIMIT_TWO_MILLIS)),
        !options.flag("ignore_priority", false),
        options.flag("repack", false));
  }

  private static Order gittins(Options options) {
    return new Gittins(
        options.duration("prior", PRIOR_MILLIS),
        options.fraction("others", 0.5),
        options.fraction("width_weight", 0.9),
        !options.flag("ignore_priority", false),
        options.flag("repack", false));
  }

  private static Order fairShare(Options options) {
    return new FairShare(options.weights("weight.", WEIGHT_MAX), options.flag("repack", false));
  }

  /** Who says nothing goes last. */
  private static long known(long millis) {
    return millis == 0 ? Long.MAX_VALUE : millis;
  }

  private static long unlessUnknown(Standing job, long key) {
    return job.estimateMillis() == 0 ? Long.MAX_VALUE : key;
  }

  /** The time, times the devices held together to the power of {@code exponent}. */
  static long weighed(long millis, Standing job, double exponent) {
    if (exponent == 1) {
      return Standing.times(millis, job.togetherMilli());
    }
    double width = StrictMath.pow(job.togetherMilli() / 1_000.0, exponent);
    return (long) Math.min((double) millis * width * 1_000, (double) Long.MAX_VALUE);
  }
}
