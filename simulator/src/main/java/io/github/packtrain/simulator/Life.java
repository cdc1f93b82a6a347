package io.github.packtrain.simulator;

import java.util.ArrayDeque;

/**
 * The life of one process: what was asked of it ends with it, and what reaches it while it is
 * frozen happens when it thaws, in order.
 */
final class Life {
  private final Timeline timeline;
  private final ArrayDeque<Runnable> deferred = new ArrayDeque<>();
  private boolean over;
  private long frozenUntilMillis;

  Life(Timeline timeline) {
    this.timeline = timeline;
  }

  boolean isOver() {
    return over;
  }

  void end() {
    over = true;
    deferred.clear();
  }

  boolean isFrozen() {
    return frozenUntilMillis > timeline.now() || !deferred.isEmpty();
  }

  void freeze(long millis) {
    frozenUntilMillis = Math.max(frozenUntilMillis, timeline.now() + millis);
    timeline.at(frozenUntilMillis, this::thaw);
  }

  private void thaw() {
    while (frozenUntilMillis <= timeline.now() && !deferred.isEmpty()) {
      deferred.remove().run();
    }
  }

  /** Does it now, or at the thaw, or never. */
  void run(Runnable action) {
    if (over) {
      return;
    }
    if (isFrozen()) {
      deferred.add(action);
    } else {
      action.run();
    }
  }

  void after(long delayMillis, Runnable action) {
    timeline.after(delayMillis, () -> run(action));
  }
}
