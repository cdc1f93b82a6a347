package io.github.packtrain.core.learn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was learned of one worker, as it stood at some time; immutable.
 *
 * @param hardware what kind of machine it is, see {@link Hardware}
 * @param standings by topic, such as {@code kind:benchmark}, {@code family:bert} or {@code
 *     shares:imagenet}, those learned of longest ago first
 */
public record WorkerLessons(String hardware, Map<String, Standing> standings) {
  public WorkerLessons {
    standings = Collections.unmodifiableMap(new LinkedHashMap<>(standings));
  }

  /** Of a worker that nothing is known of. */
  public static WorkerLessons none(String hardware) {
    return new WorkerLessons(hardware, Map.of());
  }

  /** How it did at a topic; {@link Standing#NONE} when it never did. */
  public Standing at(String topic) {
    Standing known = standings.get(topic);
    return known == null ? Standing.NONE : known;
  }
}
