package io.github.packtrain.core.learn;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was learned of one worker, as it stood at some time; immutable. */
public final class WorkerLessons {
  private static final String[] NO_TOPICS = {};
  private static final Standing[] NO_STANDINGS = {};

  private final String hardware;
  private final String[] topics;
  private final Standing[] standings;
  private final int size;

  /** The arrays are nobody's to write to from now on. */
  WorkerLessons(String hardware, String[] topics, Standing[] standings, int size) {
    this.hardware = hardware;
    this.topics = topics;
    this.standings = standings;
    this.size = size;
  }

  /** Of a worker that nothing is known of. */
  public static WorkerLessons none(String hardware) {
    return new WorkerLessons(hardware, NO_TOPICS, NO_STANDINGS, 0);
  }

  /** What kind of machine it is, see {@link Hardware}. */
  public String hardware() {
    return hardware;
  }

  /** How it did at a topic; {@link Standing#NONE} when it never did. */
  public Standing at(String topic) {
    for (int i = size - 1; i >= 0; i--) {
      if (topics[i].equals(topic)) {
        return standings[i];
      }
    }
    return Standing.NONE;
  }

  /**
   * By topic, such as {@code kind:benchmark}, {@code family:bert} or {@code shares:imagenet}, those
   * learned of longest ago first.
   */
  public Map<String, Standing> standings() {
    Map<String, Standing> all = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      all.put(topics[i], standings[i]);
    }
    return all;
  }

  /** Failures of late at whatever kind, each a thousand when new. */
  public long failuresMilli(long nowMillis) {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += Subject.isKindTopic(topics[i]) ? standings[i].penaltyMilli(nowMillis) : 0;
    }
    return sum;
  }
}
