package io.github.packtrain.worker;

import sun.misc.Signal;

/** INT told apart from TERM, which the shutdown hooks of Java do not do. */
final class Signals {
  private Signals() {}

  static void onInterrupt(Runnable action) {
    try {
      Signal.handle(new Signal("INT"), _ -> action.run());
    } catch (IllegalArgumentException e) {
      // The runtime keeps this signal for itself (-Xrs): then INT is like TERM.
      return;
    }
  }
}
