package io.github.packtrain.core.learn;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How one worker did, by topic; when it is full, what it did longest ago goes. Small and plain: a
 * worker has a handful of topics, and each end of a task looks at two or three of them.
 */
final class WorkerTopics {
  static final int TOPICS_MAX = 64;

  /** Written longest ago first. */
  private String[] topics = new String[2];

  private Standing[] standings = new Standing[2];
  private int size;

  /** As it was shown last; the arrays are shared with it until the next change. */
  private @Nullable WorkerLessons shown;

  @Nullable Standing find(String topic) {
    int at = indexOf(topic);
    return at < 0 ? null : standings[at];
  }

  private int indexOf(String topic) {
    for (int i = size - 1; i >= 0; i--) {
      if (topics[i].equals(topic)) {
        return i;
      }
    }
    return -1;
  }

  /** Replaces what is known at the topic by what became of it. */
  void change(String topic, UnaryOperator<Standing> change) {
    int at = indexOf(topic);
    Standing before = at < 0 ? Standing.NONE : standings[at];
    own();
    if (at < 0 && size == TOPICS_MAX) {
      at = 0;
    }
    if (at >= 0) {
      System.arraycopy(topics, at + 1, topics, at, size - at - 1);
      System.arraycopy(standings, at + 1, standings, at, size - at - 1);
      size--;
    }
    append(topic, change.apply(before));
  }

  private void append(String topic, Standing standing) {
    if (size == topics.length) {
      topics = Arrays.copyOf(topics, 2 * size);
      standings = Arrays.copyOf(standings, 2 * size);
    }
    topics[size] = topic;
    standings[size] = standing;
    size++;
  }

  /** Parts with what was shown, before a write. */
  private void own() {
    if (shown != null) {
      topics = topics.clone();
      standings = standings.clone();
      shown = null;
    }
  }

  /** From a snapshot, in the order in which it was written. */
  void restore(String topic, Standing standing) {
    int at = indexOf(topic);
    own();
    if (at < 0) {
      append(topic, standing);
    } else {
      standings[at] = standing;
    }
  }

  /** The same object as long as nothing was learned of the worker. */
  WorkerLessons lessons(String hardware) {
    WorkerLessons known = shown;
    if (known == null || !known.hardware().equals(hardware)) {
      known = new WorkerLessons(hardware, topics, standings, size);
      shown = known;
    }
    return known;
  }
}
