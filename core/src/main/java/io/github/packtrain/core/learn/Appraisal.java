package io.github.packtrain.core.learn;

import java.util.List;

/**
 * Turns what was learned into factors for placement.
 *
 * <p>What little is known of a worker is believed as far as it says more than chance: slowness of
 * the hardware at the topic, of the worker at the kind, of the worker at the family, each moved
 * towards by {@code between / (between + within / n)} (empirical Bayes, James and Stein 1961),
 * where {@code within} is how far single runs stray.
 */
final class Appraisal {
  /** In which warmth of a family on a worker is halved. */
  static final long WARM_HALF_LIFE_MILLIS = 600_000;

  /** How much hardware differs: a factor of 1.5 either way. */
  private static final long BETWEEN_HARDWARE = Spread.square(6 * LogTime.OCTAVE / 10);

  /** How much workers of the same hardware differ: a factor of 1.2 either way. */
  private static final long BETWEEN_WORKERS = Spread.square(LogTime.OCTAVE / 4);

  private static final int RELIABILITY_PRIOR = 2;
  private static final int CONFIDENCE_PRIOR = 3;

  /** Runs that a moving average of rate a tenth is worth. */
  private static final int MEMORY = 19;

  private Appraisal() {}

  /**
   * Slowness of a worker, in {@link LogTime} steps.
   *
   * @param hardware of machines like it at the topic
   * @param atKind of its own at the kind of task
   * @param atTopic of its own at the topic where that is another than the kind
   * @param within variance of single runs
   */
  static int slowness(Pace hardware, Standing atKind, Standing atTopic, long within) {
    int slowness = shrunk(0, hardware.steps(), hardware.observations(), BETWEEN_HARDWARE, within);
    return towards(towards(slowness, atKind, within), atTopic, within);
  }

  private static int towards(int prior, Standing standing, long within) {
    long runs = Math.min(standing.timed(), MEMORY);
    return shrunk(prior, standing.slowness(), runs, BETWEEN_WORKERS, within);
  }

  private static int shrunk(int prior, int own, long runs, long between, long within) {
    if (runs == 0) {
      return prior;
    }
    long evidence = between * runs;
    return prior + (int) ((own - prior) * evidence / (evidence + within));
  }

  /** All factors of the worker for the subject. */
  static Factors factors(
      Subject subject, WorkerLessons worker, FleetLessons fleet, long nowMillis) {
    Standing atKind = worker.at(subject.kindTopic());
    int reliability = reliability(atKind, fleet.ofKind(subject.kindTopic()), nowMillis);
    Standing atTopic = subject.isSpecial() ? worker.at(subject.mainTopic()) : Standing.NONE;
    Pace pace = fleet.pace(worker.hardware(), subject.mainTopic());
    int speed = speed(slowness(pace, atKind, atTopic, fleet.variance()));
    return new Factors(
        specialisation(atKind, reliability),
        affinity(subject, worker, nowMillis),
        speed,
        reliability,
        (int) (1_000 / (1 + atKind.observations())));
  }

  /** The worker's own success and, as far as it has little, that of all at this kind. */
  private static int reliability(Standing own, Standing all, long nowMillis) {
    long runs = Math.min(own.observations(), MEMORY);
    long prior = all.reliabilityPpm(nowMillis);
    long ppm =
        (runs * own.reliabilityPpm(nowMillis) + RELIABILITY_PRIOR * prior)
            / (runs + RELIABILITY_PRIOR);
    return (int) (ppm / 1_000);
  }

  private static int speed(int slowness) {
    return 1_000_000 / (1_000 + LogTime.toRatioMilli(slowness));
  }

  private static int specialisation(Standing atKind, int reliability) {
    int speed = speed(atKind.slowness());
    int steadiness = 1_000 * LogTime.OCTAVE / (LogTime.OCTAVE + atKind.unsteadiness());
    int raw =
        atKind.successes() == 0
            ? reliability / 2
            : (5 * reliability + 3 * speed + 2 * steadiness) / 10;
    long runs = atKind.observations();
    return (int) (500 + (raw - 500) * runs / (runs + CONFIDENCE_PRIOR));
  }

  private static int affinity(Subject subject, WorkerLessons worker, long nowMillis) {
    int warmest = 0;
    List<String> topics = subject.sharedTopics();
    for (String topic : topics) {
      long last = worker.at(topic).lastSuccessMillis();
      if (last > 0) {
        warmest = Math.max(warmest, Fading.after(1_000, nowMillis - last, WARM_HALF_LIFE_MILLIS));
      }
    }
    return warmest;
  }
}
