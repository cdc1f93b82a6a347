package io.github.packtrain.core.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was learned of all workers together, as it stood at some time; immutable. */
public final class FleetLessons {
  private final Map<PaceKey, Pace> paces = new LinkedHashMap<>();
  private final Map<String, Standing> byKind = new LinkedHashMap<>();
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
  FleetLessons(
      List<RecentTable.Entry<PaceKey, Pace>> paces,
      List<RecentTable.Entry<String, Standing>> byKind,
      long variance) {
    paces.forEach(entry -> this.paces.put(entry.key(), entry.value()));
    byKind.forEach(entry -> this.byKind.put(entry.key(), entry.value()));
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
