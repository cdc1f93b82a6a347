package io.github.packtrain.master.api;

import com.google.protobuf.Timestamp;
import io.github.packtrain.core.Event;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.protocol.v1.Event.Builder;
import io.github.packtrain.protocol.v1.EventType;
import java.time.Instant;
import java.util.stream.Collectors;

/** Reservations on the wire. */
final class ReservationViews {
  private ReservationViews() {}

  static io.github.packtrain.protocol.v1.Reservation of(Reservation reservation) {
    var wire =
        io.github.packtrain.protocol.v1.Reservation.newBuilder()
            .setName(reservation.name())
            .addAllWorkers(reservation.workers())
            .setQueue(reservation.holder().queue())
            .addAllUsers(reservation.holder().users())
            .setGpus(reservation.devices())
            .setStart(Times.of(reservation.startMillis()))
            .setEnd(Times.of(reservation.endMillis()));
    for (Reservation.Part part : reservation.parts()) {
      wire.addPartsBuilder().setWorker(part.worker()).addAllDevices(part.devices());
    }
    return wire.build();
  }

  /**
   * @param nowMillis when it begins, if it does not say
   */
  static Reservation toModel(io.github.packtrain.protocol.v1.Reservation wire, long nowMillis) {
    if (!wire.hasEnd()) {
      throw Unary.rejected(
          Rejection.invalid(
              "RESERVATION_TIME", "the reservation has no end", "say until when it holds"));
    }
    return new Reservation(
        wire.getName(),
        wire.getWorkersList().stream().sorted().distinct().toList(),
        new Reservation.Holder(
            wire.getQueue(), wire.getUsersList().stream().sorted().distinct().toList()),
        wire.hasStart() ? millis(wire.getStart()) : nowMillis,
        millis(wire.getEnd()));
  }

  private static long millis(Timestamp time) {
    return Math.addExact(
        Math.multiplyExact(time.getSeconds(), 1_000L), time.getNanos() / 1_000_000);
  }

  static Builder added(Event.ReservationAdded it) {
    Reservation kept = it.reservation();
    return io.github.packtrain.protocol.v1.Event.newBuilder()
        .setType(EventType.EVENT_RESERVATION_ADDED)
        .setAt(Times.of(it.atMillis()))
        .setBy(it.by())
        .setText(
            it.by()
                + " reserved "
                + Names.shown(what(kept))
                + " for "
                + Names.shown(kept.holder().toString())
                + " from "
                + Instant.ofEpochMilli(kept.startMillis())
                + " to "
                + Instant.ofEpochMilli(kept.endMillis())
                + " ("
                + kept.name()
                + ")");
  }

  private static String what(Reservation kept) {
    if (kept.parts().isEmpty()) {
      return kept.workers().isEmpty() ? "all workers" : String.join(", ", kept.workers());
    }
    return kept.parts().stream()
        .map(part -> part.devices().size() + " GPUs of " + part.worker())
        .collect(Collectors.joining(", "));
  }

  static Builder removed(Event.ReservationRemoved it) {
    String what = it.by().equals("time") ? "is over" : "was taken back by " + it.by();
    return io.github.packtrain.protocol.v1.Event.newBuilder()
        .setType(EventType.EVENT_RESERVATION_REMOVED)
        .setAt(Times.of(it.atMillis()))
        .setBy(it.by())
        .setText("the reservation " + it.name() + " " + what);
  }
}
