package io.github.packtrain.master.api;

import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.protocol.v1.Event;
import io.github.packtrain.protocol.v1.EventType;
import io.github.packtrain.protocol.v1.Events;
import io.github.packtrain.protocol.v1.WatchEventsRequest;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a watcher wants to see; empty for no condition.
 *
 * @param worker its id
 */
record EventFilter(String job, String worker, String study, Set<EventType> types) {

  static EventFilter of(View view, WatchEventsRequest request, Principal caller) {
    if (request.getTypesList().contains(EventType.UNRECOGNIZED)) {
      throw Unary.rejected(
          Rejection.invalid(
              "EVENT_TYPE",
              "a type of event is not known to this release",
              "leave it out, or upgrade the master"));
    }
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    types.addAll(request.getTypesList());
    String job = request.getJob();
    String worker = request.getWorker();
    return new EventFilter(
        job.isEmpty() ? "" : Names.job(view, job, caller).toString(),
        worker.isEmpty() ? "" : Names.worker(view, worker).id().toString(),
        request.getStudy(),
        types);
  }

  /** What of the piece is wanted and comes after the number. */
  Events of(EventPiece piece, long after) {
    if (isEmpty() && piece.after() >= after) {
      return piece.events();
    }
    Events.Builder wanted = Events.newBuilder().setLast(piece.last());
    for (Event event : piece.events().getEventsList()) {
      if (isAfter(event, after) && isWanted(event)) {
        wanted.addEvents(event);
      }
    }
    return wanted.build();
  }

  /** What is not in the journal has the number of the event before. */
  private static boolean isAfter(Event event, long after) {
    return event.getNumber() > after || event.getType() == EventType.EVENT_WORKER_UNREACHABLE;
  }

  private boolean isEmpty() {
    return job.isEmpty() && worker.isEmpty() && study.isEmpty() && types.isEmpty();
  }

  private boolean isWanted(Event event) {
    return (job.isEmpty() || job.equals(event.getJob()))
        && (worker.isEmpty() || worker.equals(event.getWorker()))
        && (study.isEmpty() || study.equals(event.getStudy()))
        && (types.isEmpty() || types.contains(event.getType()));
  }
}
