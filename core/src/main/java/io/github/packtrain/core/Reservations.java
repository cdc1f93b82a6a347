package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.Reservation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Workers are kept for a queue, or for nobody, over a time. */
final class Reservations {
  private static final int RESERVATIONS_MAX = 100;
  private static final int WORKERS_MAX = 1_000;

  private final CoreState state;

  Reservations(CoreState state) {
    this.state = state;
  }

  Decision add(Command.AddReservation c, long nowMillis) {
    Reservation wanted = c.reservation();
    Reservation known = state.reservations.get(wanted.name());
    if (wanted.equals(known)) {
      return Decision.of();
    }
    return nameProblem(wanted)
        .or(() -> timeProblem(wanted, nowMillis))
        .or(() -> workerProblem(wanted))
        .or(() -> known == null ? tooMany() : Optional.of(exists(known)))
        .map(Decision::rejected)
        .orElseGet(() -> Decision.of(new Event.ReservationAdded(wanted, c.by().name(), nowMillis)));
  }

  Decision remove(Command.RemoveReservation c, long nowMillis) {
    if (!state.reservations.containsKey(c.name())) {
      return Decision.rejected(
          Rejection.notFound(
              "RESERVATION_NOT_FOUND",
              "there is no reservation '" + Texts.shown(c.name()) + "'",
              "it was never made, or its time is over",
              "packtrain reservation list shows them"));
    }
    return new Decision.Accepted(
        List.of(new Event.ReservationRemoved(c.name(), c.by().name(), nowMillis)),
        new Reply.Done());
  }

  private static Optional<Rejection> nameProblem(Reservation wanted) {
    Optional<Rejection> queue =
        wanted.queue().isEmpty() ? Optional.empty() : SubmissionRules.queueProblem(wanted.queue());
    return SubmissionRules.queueProblem(wanted.name()).isEmpty()
        ? queue
        : Optional.of(
            Rejection.invalid(
                "RESERVATION_NAME",
                "'" + Texts.shown(wanted.name()) + "' is no name of a reservation",
                "names are short and the same for every shell and file system",
                "use lower-case letters, digits, '.', '_' and '-', at most 63"));
  }

  private static Optional<Rejection> timeProblem(Reservation wanted, long nowMillis) {
    return wanted.endMillis() > wanted.startMillis() && wanted.endMillis() > nowMillis
        ? Optional.empty()
        : Optional.of(
            Rejection.invalid(
                "RESERVATION_TIME",
                "a reservation cannot be from "
                    + Instant.ofEpochMilli(wanted.startMillis())
                    + " to "
                    + Instant.ofEpochMilli(wanted.endMillis()),
                "it would be over before it could hold",
                "its end is after its start and still to come"));
  }

  private Optional<Rejection> workerProblem(Reservation wanted) {
    if (wanted.workers().size() > WORKERS_MAX) {
      return Optional.of(
          Rejection.invalid(
              "RESERVATION_WORKERS",
              "a reservation of " + wanted.workers().size() + " workers by name is too large",
              "each name is kept and compared in every plan",
              "name at most " + WORKERS_MAX + ", or none for all"));
    }
    return wanted.workers().stream()
        .filter(name -> !state.workersByName.containsKey(name))
        .findFirst()
        .map(
            name ->
                Rejection.notFound(
                    "WORKER_NOT_FOUND",
                    "there is no worker '" + Texts.shown(name) + "'",
                    "packtrain worker list shows the workers; name none to keep all"));
  }

  private Optional<Rejection> tooMany() {
    return state.reservations.size() < RESERVATIONS_MAX
        ? Optional.empty()
        : Optional.of(
            new Rejection(
                Kind.RESOURCE_EXHAUSTED,
                "TOO_MANY_RESERVATIONS",
                "no more reservations can be made",
                "there are " + RESERVATIONS_MAX + ", which is the limit",
                "remove one with packtrain reservation remove NAME"));
  }

  private static Rejection exists(Reservation known) {
    return new Rejection(
        Kind.ALREADY_EXISTS,
        "RESERVATION_EXISTS",
        "there is a reservation '" + known.name() + "' already",
        "it has another time, other workers or another queue",
        "packtrain reservation remove " + known.name() + " takes it back; or use another name");
  }
}
