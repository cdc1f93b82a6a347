package io.github.packtrain.core.learn;

import org.jspecify.annotations.Nullable;

/**
 * Predicts how long tasks run, from how long tasks ran.
 *
 * <p><b>Goals in order:</b> (1) nine of ten tasks run no longer than the predicted ninth decile,
 * and that share is measured and shown; (2) the quantiles are as sharp as the evidence allows; (3)
 * a change in what people run is followed within a dozen runs.
 *
 * <p><b>Algorithm:</b> from the default of the kind upwards, each {@link Rung} that has evidence
 * moves the estimate towards its own quantiles: all the way when its run times are much alike, by
 * three quarters at most when they stray as much as those below (empirical Bayes; three runs count
 * in full since older ones may say nothing of the next). A rung's quantile is the mean over windows
 * of its latest 12, 64 and 256 run times. The levels asked for move with the measured share within
 * ({@link Calibration}). Size and batch scale everything but the same task ({@link Elasticity}).
 *
 * <p><b>Example:</b> benchmarks took 100 to 200 s so far. A new task counts as such; once it ran 20
 * s it is expected at about 30 s, after three more at 20 s.
 *
 * <p><b>Cost:</b> a look-up on each rung; an observation moves a few hundred bytes.
 */
final class RunTimes {
  /** Weights are fractions of this. */
  private static final int ONE = 1 << 10;

  private static final int EVIDENCE_MAX = 3;

  /** The default is a guess, not evidence: it soon counts for nothing. */
  private static final int ALL_EVIDENCE_MAX = 1_000;

  private static final int RUNG_SPREAD_MEMORY = 256;
  private static final Rung[] RUNGS = Rung.values();

  /** From the median of what nothing is known about to its ninth decile. */
  private static final int UNKNOWN_TAIL = (int) (1.2816 * StrictMath.sqrt((double) Spread.UNKNOWN));

  /** A worker that ran a task before. */
  record Place(long task, int worker) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place place && place.task == task && place.worker == worker;
    }

    @Override
    public int hashCode() {
      return (int) (task ^ (task >>> 32)) * 31 + worker;
    }
  }

  final RecentTable<Place, Track> places = new RecentTable<>(Rung.TASK_ON_WORKER.keysMax());
  final RecentTable<Long, Track> tasks = new RecentTable<>(Rung.TASK.keysMax());
  final RecentTable<String, Track> models = new RecentTable<>(Rung.MODEL.keysMax());
  final RecentTable<String, Track> kinds = new RecentTable<>(Rung.KIND.keysMax());
  final Spread[] spreads = new Spread[RUNGS.length];
  final Calibration[] calibrations = new Calibration[RUNGS.length];
  final Elasticity elasticity = new Elasticity();
  Track all = new Track(Rung.ALL);

  RunTimes() {
    for (int i = 0; i < RUNGS.length; i++) {
      spreads[i] = new Spread(RUNG_SPREAD_MEMORY);
      calibrations[i] = new Calibration();
    }
  }

  /**
   * What is to be expected.
   *
   * @param worker number of the worker, or 0 for any
   * @param slowness of that worker at such tasks, in {@link LogTime} steps, positive for slow
   */
  Estimate predict(Subject subject, int worker, int slowness) {
    boolean named = subject.task() != 0;
    Track place = worker > 0 && named ? places.find(subject.placeSpot(worker)) : null;
    Track task = named ? tasks.find(subject.taskSpot) : null;
    return predict(subject, place, task, slowness);
  }

  private Estimate predict(
      Subject subject, @Nullable Track place, @Nullable Track task, int slowness) {
    Track model = model(subject);
    Track kind = kinds.find(subject.kind());
    Rung rung = best(place, task, model, kind);
    Climb climb = new Climb(subject, calibration(rung, model, kind));
    climb.to(Rung.ALL, all.seen() > 0 ? all : null);
    climb.to(Rung.KIND, kind);
    climb.to(Rung.MODEL, model);
    climb.shift(elasticity.effect(subject));
    climb.to(Rung.TASK, task);
    int anywhere = climb.median;
    climb.shift(slowness);
    climb.to(Rung.TASK_ON_WORKER, place);
    int p50 = Math.clamp(climb.median, 0, LogTime.MAX);
    int p90 = Math.clamp(climb.tail, p50, LogTime.MAX);
    return new Estimate(rung, climb.observations, anywhere, p50, p90);
  }

  private @Nullable Track model(Subject subject) {
    return subject.model().isEmpty() ? null : models.find(subject.modelSpot);
  }

  private Rung best(
      @Nullable Track place, @Nullable Track task, @Nullable Track model, @Nullable Track kind) {
    if (place != null) {
      return Rung.TASK_ON_WORKER;
    } else if (task != null) {
      return Rung.TASK;
    } else if (model != null) {
      return Rung.MODEL;
    } else if (kind != null) {
      return Rung.KIND;
    }
    return all.seen() > 0 ? Rung.ALL : Rung.DEFAULT;
  }

  private Calibration calibration(Rung rung, @Nullable Track model, @Nullable Track kind) {
    Track own = rung == Rung.MODEL ? model : rung == Rung.KIND ? kind : null;
    Calibration byKey = own == null ? null : own.calibration;
    return byKey == null ? calibrations[rung.ordinal()] : byKey;
  }

  /** The way up the ladder. */
  private final class Climb {
    final int medianLevel;
    final int tailLevel;
    int median;
    int tail;
    long variance = Spread.UNKNOWN;
    long observations;

    Climb(Subject subject, Calibration calibration) {
      medianLevel = calibration.medianLevel();
      tailLevel = calibration.tailLevel();
      median = subject.usual;
      tail = median + UNKNOWN_TAIL;
    }

    void scoreTrust(Rung rung, @Nullable Track track, int log) {
      if (track == null) {
        return;
      }
      long own = own(rung, track);
      int ownMedian = track.quantile(medianLevel, own);
      Trust trust = track.trust;
      for (int i = 0; trust != null && i < Trust.candidates(); i++) {
        int weight = weight(rung, track, own, Trust.evidence(i));
        trust.score(i, log, median + weight * (ownMedian - median) / ONE);
      }
      to(rung, track);
    }

    void shift(int log) {
      median += log;
      tail += log;
    }

    void to(Rung rung, @Nullable Track track) {
      if (track == null) {
        return;
      }
      long own = own(rung, track);
      int ownMedian = track.quantile(medianLevel, own);
      int ownTail = track.quantile(tailLevel, own);
      int forMedian = EVIDENCE_MAX;
      int forTail = EVIDENCE_MAX;
      if (rung == Rung.ALL) {
        forMedian = ALL_EVIDENCE_MAX;
        forTail = ALL_EVIDENCE_MAX;
      } else if (rung.isNormalised()) {
        forMedian = track.trust == null ? EVIDENCE_MAX : track.trust.evidence();
        forTail = Trust.evidenceForTail(ownTail, tail, tailLevel);
      }
      median += weight(rung, track, own, forMedian) * (ownMedian - median) / ONE;
      tail += weight(rung, track, own, forTail) * (ownTail - tail) / ONE;
      variance = own;
      observations = track.seen();
    }

    private long own(Rung rung, Track track) {
      return track.variance(spreads[rung.ordinal()].with(Spread.UNKNOWN / 2, 1));
    }

    private int weight(Rung rung, Track track, long own, int evidenceMax) {
      long evidence = variance * Math.min(track.seen(), evidenceMax);
      // Run times of a crowd may be alike for long, and then something else of its kind comes.
      long doubt = rung.isNormalised() ? Math.max(own, variance) : own;
      return (int) (evidence * ONE / (evidence + doubt));
    }
  }

  /** An attempt succeeded after this time; predictions of it are scored apart. */
  void observe(Subject subject, int worker, int log) {
    int plain = log - elasticity.effect(subject);
    if (subject.size() != 0 || subject.batch() != 0) {
      elasticity.observe(subject, log - predict(subject, null, null, 0).p50());
    }
    scoreTrust(subject, plain);
    if (subject.task() != 0) {
      Track place = places.touch(subject.placeSpot(worker), () -> new Track(Rung.TASK_ON_WORKER));
      observe(place, log, Rung.TASK_ON_WORKER);
      observe(tasks.touch(subject.taskSpot, () -> new Track(Rung.TASK)), log, Rung.TASK);
    }
    if (!subject.model().isEmpty()) {
      observe(models.touch(subject.modelSpot, () -> new Track(Rung.MODEL)), plain, Rung.MODEL);
    }
    observe(kinds.touch(subject.kind(), () -> new Track(Rung.KIND)), plain, Rung.KIND);
    observe(all, plain, Rung.ALL);
  }

  private void scoreTrust(Subject subject, int plain) {
    Track kind = kinds.find(subject.kind());
    Track model = model(subject);
    Climb climb = new Climb(subject, calibrations[Rung.KIND.ordinal()]);
    climb.to(Rung.ALL, all.seen() > 0 ? all : null);
    climb.scoreTrust(Rung.KIND, kind, plain);
    climb.scoreTrust(Rung.MODEL, model, plain);
  }

  private void observe(Track track, int log, Rung rung) {
    track.observe(log, spreads[rung.ordinal()]);
  }

  /** The outcome of a prediction that was made when the attempt started. */
  void score(Subject subject, Estimate predicted, int log) {
    Rung rung = predicted.rung();
    Calibration together = calibrations[rung.ordinal()];
    together.score(log, predicted.p50(), predicted.p90());
    Calibration own = calibration(rung, model(subject), kinds.find(subject.kind()));
    if (own != together) {
      own.score(log, predicted.p50(), predicted.p90());
    }
  }

  Coverage coverage(Rung rung) {
    return calibrations[rung.ordinal()].coverage(rung);
  }

  /** How many keys the rung knows. */
  int keys(Rung rung) {
    return switch (rung) {
      case TASK_ON_WORKER -> places.size();
      case TASK -> tasks.size();
      case MODEL -> models.size();
      case KIND -> kinds.size();
      case ALL -> all.seen() > 0 ? 1 : 0;
      case DEFAULT -> 0;
    };
  }

  long observations() {
    return all.seen();
  }
}
