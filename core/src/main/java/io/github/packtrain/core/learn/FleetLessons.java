package io.github.packtrain.core.learn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was learned of all workers together, as it stood at some time; immutable.
 *
 * @param paces by hardware and topic
 * @param byKind how all workers together did, by topic of kind
 * @param variance how far single run times stray from their predictions, in squared {@link LogTime}
 *     steps
 */
public record FleetLessons(Map<PaceKey, Pace> paces, Map<String, Standing> byKind, long variance) {
  /** Of a fleet that nothing is known of. */
  public static final FleetLessons NONE = new FleetLessons(Map.of(), Map.of(), Spread.UNKNOWN);

  public FleetLessons {
    paces = Collections.unmodifiableMap(new LinkedHashMap<>(paces));
    byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
  }

  /** A kind of hardware at a topic. */
  public record PaceKey(String hardware, String topic) {}

  Pace pace(String hardware, String topic) {
    Pace known = paces.get(new PaceKey(hardware, topic));
    return known == null ? Pace.NONE : known;
  }

  Standing ofKind(String kindTopic) {
    Standing known = byKind.get(kindTopic);
    return known == null ? Standing.NONE : known;
  }
}
