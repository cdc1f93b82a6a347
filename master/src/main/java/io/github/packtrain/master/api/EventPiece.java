package io.github.packtrain.master.api;

import io.github.packtrain.protocol.v1.Events;

/**
 * Some events that are sent together, shared by all who watch.
 *
 * @param after they are those after this number
 * @param events with {@code last}, up to which number
 */
record EventPiece(long after, Events events) {
  static final int EVENTS_MAX = 1_000;

  long last() {
    return events.getLast();
  }
}
