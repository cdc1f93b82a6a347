package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.Reservation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Workers, or numbers of GPUs, are kept for a queue, for users or for nobody, over a time. */
final class Reservations {
  private static final int RESERVATIONS_MAX = 100;
  private static final int WORKERS_MAX = 1_000;
  private static final int USERS_MAX = 100;
  private static final int GPUS_MAX = 10_000;

  private final CoreState state;

  Reservations(CoreState state) {
    this.state = state;
  }

  Decision add(Command.AddReservation c, long nowMillis) {
    Reservation wanted = c.reservation();
    Reservation known = state.reservations.get(wanted.name());
    if (known != null && known.asked().equals(wanted) && known.devices() == c.gpus()) {
      return new Decision.Accepted(List.of(), new Reply.Reserved(known));
    }
    return nameProblem(wanted)
        .or(() -> holderProblem(wanted))
        .or(() -> timeProblem(wanted, nowMillis))
        .or(() -> workerProblem(wanted))
        .or(() -> gpusProblem(c.gpus()))
        .or(() -> known == null ? tooMany() : Optional.of(exists(known)))
        .map(Decision::rejected)
        .orElseGet(() -> resolved(c, nowMillis));
  }

  /** GPUs are chosen here and now, so that everybody can see which they are. */
  private Decision resolved(Command.AddReservation c, long nowMillis) {
    Reservation wanted = c.reservation();
    if (c.gpus() == 0) {
      return added(wanted, c, nowMillis);
    }
    return switch (new GpuChoice(state, wanted, nowMillis).choose(c.gpus())) {
      case GpuChoice.Chosen(var parts) -> added(wanted.with(parts), c, nowMillis);
      case GpuChoice.TooFew(var rejection) -> Decision.rejected(rejection);
    };
  }

  private static Decision added(Reservation it, Command.AddReservation c, long nowMillis) {
    return new Decision.Accepted(
        List.of(new Event.ReservationAdded(it, c.by().name(), nowMillis)), new Reply.Reserved(it));
  }

  private static Optional<Rejection> holderProblem(Reservation wanted) {
    List<String> users = wanted.holder().users();
    if (users.isEmpty()) {
      return wanted.holder().queue().isEmpty()
          ? Optional.empty()
          : SubmissionRules.queueProblem(wanted.holder().queue());
    }
    if (!wanted.holder().queue().isEmpty()) {
      return Optional.of(
          Rejection.invalid(
              "RESERVATION_HOLDER",
              "a reservation is for a queue or for users, not for both",
              "give it a queue or users; two reservations can be for both"));
    }
    boolean named = users.stream().allMatch(user -> Texts.isName(user, Texts.NAME_CHARS_MAX));
    return named && users.size() <= USERS_MAX
        ? Optional.empty()
        : Optional.of(
            Rejection.invalid(
                "RESERVATION_HOLDER",
                "the users of a reservation cannot be " + Texts.shown(users.toString()),
                "name 1 to " + USERS_MAX + " users as  packtrain job list  shows them"));
  }

  private static Optional<Rejection> gpusProblem(int gpus) {
    return gpus >= 0 && gpus <= GPUS_MAX
        ? Optional.empty()
        : Optional.of(
            Rejection.invalid(
                "RESERVATION_GPUS",
                "a reservation cannot be of " + gpus + " GPUs",
                "ask for 1 to " + GPUS_MAX));
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
    return SubmissionRules.queueProblem(wanted.name()).isEmpty()
        ? Optional.empty()
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
        "it has another time, other workers or GPUs, or is for somebody else",
        "packtrain reservation remove " + known.name() + " takes it back; or use another name");
  }
}
