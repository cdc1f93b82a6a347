package io.github.packtrain.master.api;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The newest pieces, in memory, for all who watch. A watcher holds nothing but the index of the
 * piece that it sends next; one who falls behind the ring reads the journal. Thread-safe.
 */
final class EventRing {
  private static final int PIECES_MAX = 256;

  /** In all pieces, since one may hold little. */
  private static final int EVENTS_MAX = 64_000;

  private final ArrayDeque<EventPiece> pieces = new ArrayDeque<>();
  private long first;
  private int events;
  private long last;

  /**
   * @param last number of the last event before it
   */
  EventRing(long last) {
    this.last = last;
  }

  synchronized void add(List<EventPiece> more) {
    for (EventPiece piece : more) {
      pieces.add(piece);
      events += piece.events().getEventsCount();
      last = piece.last();
      while (pieces.size() > PIECES_MAX || (events > EVENTS_MAX && pieces.size() > 1)) {
        dropFirst();
      }
    }
  }

  /** Events are missing between the last piece and the next one. */
  synchronized void clear(long newLast) {
    while (!pieces.isEmpty()) {
      dropFirst();
    }
    first++; // Whoever had read all of it has missed something too.
    last = newLast;
  }

  private void dropFirst() {
    events -= pieces.remove().events().getEventsCount();
    first++;
  }

  /** Number of the last event before those that are here. */
  synchronized long start() {
    return pieces.isEmpty() ? last : pieces.getFirst().after();
  }

  /** Index of the piece that has what follows the number; empty when that is not here any more. */
  synchronized OptionalLong find(long number) {
    if (number < start()) {
      return OptionalLong.empty();
    }
    long index = first;
    for (EventPiece piece : pieces) {
      if (piece.last() > number) {
        break;
      }
      index++;
    }
    return OptionalLong.of(index);
  }

  /** Whether the piece, or one that will come, has the index. */
  synchronized boolean has(long index) {
    return index >= first;
  }

  synchronized Optional<EventPiece> piece(long index) {
    return index < first || index >= first + pieces.size()
        ? Optional.empty()
        : pieces.stream().skip(index - first).findFirst();
  }
}
