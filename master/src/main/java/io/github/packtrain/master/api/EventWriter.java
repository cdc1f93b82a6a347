package io.github.packtrain.master.api;

import io.github.packtrain.journal.Recorded;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.protocol.v1.Event;
import io.github.packtrain.protocol.v1.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes pieces of the facts of batches that follow each other. Not thread-safe. */
final class EventWriter {
  private final EventPlaces places;
  private List<EventPiece> pieces = new ArrayList<>();
  private Events.Builder open = Events.newBuilder();
  private long after;
  private long last;

  /**
   * @param after number of the last fact that is not written
   */
  EventWriter(Backend backend, long after) {
    this.places = new EventPlaces(backend);
    this.after = after;
    this.last = after;
  }

  /** Number of the last fact written. */
  long last() {
    return last;
  }

  /** Facts have been left out: the next ones are not those after the last. */
  void skipTo(long newAfter) {
    after = newAfter;
    last = newAfter;
  }

  /** Writes batches; what is known already is passed over. Blocks when it has to look things up. */
  void write(List<Recorded> batches) {
    places.prepare(batches);
    for (Recorded batch : batches) {
      long number = batch.firstEvent();
      for (Fact fact : batch.facts()) {
        if (number > last) {
          write(fact, number);
        }
        number++;
      }
    }
  }

  private void write(Fact fact, long number) {
    last = number;
    Optional<Event.Builder> event = EventViews.of(fact, places);
    event.ifPresent(one -> open.addEvents(one.setNumber(number)));
    if (open.getEventsCount() >= EventPiece.EVENTS_MAX) {
      close();
    }
  }

  /** A worker cannot be reached since about now. */
  void unreachable(WorkerId worker) {
    open.addEvents(EventViews.unreachable(worker, System.currentTimeMillis()).setNumber(last));
  }

  /** What has been written since the last time. */
  List<EventPiece> take() {
    if (last > after || open.getEventsCount() > 0) {
      close();
    }
    List<EventPiece> taken = pieces;
    pieces = new ArrayList<>();
    return taken;
  }

  private void close() {
    pieces.add(new EventPiece(after, open.setLast(last).build()));
    open = Events.newBuilder();
    after = last;
  }
}
