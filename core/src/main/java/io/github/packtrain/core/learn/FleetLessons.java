package io.github.packtrain.core.learn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was learned of all workers together, as it stood at some time; immutable. */
public final class FleetLessons {
  private final Map<PaceKey, Pace> paces;
  private final Map<String, Standing> byKind;
  private final long variance;

  /** A kind of hardware at a topic. */
  record PaceKey(String hardware, String topic) {}

  /**
   * Copies what it is given.
   *
   * @param byKind how all workers together did, by topic of kind
   * @param variance how far single run times stray from their predictions, in squared {@link
   *     LogTime} steps
   */
  FleetLessons(Map<PaceKey, Pace> paces, Map<String, Standing> byKind, long variance) {
    this.paces = Collections.unmodifiableMap(new LinkedHashMap<>(paces));
    this.byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
    this.variance = variance;
  }

  Pace pace(String hardware, String topic) {
    Pace known = paces.get(new PaceKey(hardware, topic));
    return known == null ? Pace.NONE : known;
  }

  Standing ofKind(String kindTopic) {
    Standing known = byKind.get(kindTopic);
    return known == null ? Standing.NONE : known;
  }

  long variance() {
    return variance;
  }

  /**
   * All factors of a worker for a subject.
   *
   * @param nowMillis since the epoch; failures and warmth fade with it
   */
  public Factors factors(Subject subject, WorkerLessons worker, long nowMillis) {
    return Appraisal.factors(subject, worker, this, nowMillis);
  }
}
