package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Workers come, come back, drain and get lost. */
final class Fleet {
  private static final int WORKERS_MAX = 100_000;
  private static final int DEVICES_MAX = 1_024;

  private final CoreState state;

  Fleet(CoreState state) {
    this.state = state;
  }

  Decision register(Command.RegisterWorker c, long nowMillis) {
    Optional<Rejection> problem = problemOf(c);
    if (problem.isPresent()) {
      return Decision.rejected(problem.get());
    }
    WorkerRecord known = state.workersByUid.get(c.uid());
    if (known != null && c.incarnation() < known.incarnation) {
      return Decision.rejected(overtaken(known));
    }
    Draft draft = new Draft(nowMillis);
    WorkerRecord namesake = state.workersByName.get(c.spec().name());
    if (namesake != null && namesake != known) {
      if (!namesake.lost) {
        return Decision.rejected(nameTaken(namesake));
      }
      draft.add(new Event.WorkerForgotten(namesake.id));
    }
    if (known == null) {
      WorkerId id = new WorkerId(state.lastWorker + 1);
      draft.add(new Event.WorkerRegistered(id, c.uid(), c.incarnation(), c.spec(), nowMillis));
      return draft.accepted(new Reply.WorkerAccepted(id));
    }
    boolean stillHolds = endWhatIsGone(c, known, draft);
    WorkerSpec spec = stillHolds ? merged(known.spec, c.spec()) : c.spec();
    boolean unchanged =
        !known.lost && known.incarnation == c.incarnation() && known.spec.equals(spec);
    if (!unchanged) {
      draft.add(new Event.WorkerRegistered(known.id, known.uid, c.incarnation(), spec, nowMillis));
    }
    return draft.accepted(new Reply.WorkerAccepted(known.id));
  }

  private Optional<Rejection> problemOf(Command.RegisterWorker c) {
    WorkerSpec spec = c.spec();
    if (!Texts.isName(spec.name(), Texts.NAME_CHARS_MAX) || c.uid().isEmpty()) {
      return Optional.of(
          Rejection.invalid(
              "WORKER_NAME",
              "a worker's name has 1 to "
                  + Texts.NAME_CHARS_MAX
                  + " printable characters, not '"
                  + Texts.shown(spec.name())
                  + "'",
              "start it with another --name"));
    }
    TreeSet<String> uuids = new TreeSet<>();
    for (Device device : spec.devices()) {
      if (!uuids.add(device.uuid())) {
        return Optional.of(
            Rejection.invalid(
                "DEVICE_TWICE",
                "worker " + spec.name() + " lists device " + Texts.shown(device.uuid()) + " twice",
                "report this: each device has a uuid of its own"));
      }
    }
    if (spec.devices().size() > DEVICES_MAX || state.workers.size() >= WORKERS_MAX) {
      return Optional.of(
          new Rejection(
              Kind.RESOURCE_EXHAUSTED,
              "TOO_MANY_WORKERS",
              "cannot accept worker " + spec.name(),
              "a worker has at most "
                  + DEVICES_MAX
                  + " devices, a master at most "
                  + WORKERS_MAX
                  + " workers",
              "packtrain worker list shows those that are lost and can be forgotten"));
    }
    return Optional.empty();
  }

  /**
   * Ends attempts that the worker no longer has: it had started them, or it is another process than
   * the one they were sent to. (The same process may simply not have received them yet: those are
   * sent again.) Answers whether any is left.
   */
  private static boolean endWhatIsGone(Command.RegisterWorker c, WorkerRecord worker, Draft draft) {
    TreeSet<AttemptId> held = new TreeSet<>(c.held());
    boolean restarted = worker.incarnation != c.incarnation();
    boolean anyLeft = false;
    for (AttemptRecord attempt : worker.attempts.sorted()) {
      if (!held.contains(attempt.id) && (restarted || attempt.startedAtMillis > 0)) {
        draft.endAttempt(attempt, lost("the worker process that ran it is gone"));
      } else {
        anyLeft = true;
      }
    }
    return anyLeft;
  }

  /**
   * The new description with devices at their old positions, since allocations name positions. A
   * device that vanished stays listed as unhealthy while attempts may hold it.
   */
  private static WorkerSpec merged(WorkerSpec known, WorkerSpec spec) {
    if (known.devices().equals(spec.devices())) {
      return spec;
    }
    List<Device> devices = new ArrayList<>();
    for (Device old : known.devices()) {
      devices.add(find(spec.devices(), old.uuid()).orElse(old.asUnhealthy()));
    }
    for (Device device : spec.devices()) {
      if (find(devices, device.uuid()).isEmpty()) {
        devices.add(device);
      }
    }
    return new WorkerSpec(
        spec.name(),
        spec.capacity(),
        spec.allocatable(),
        devices,
        spec.labels(),
        spec.costMicrosPerHour(),
        spec.version(),
        spec.limitations());
  }

  private static Optional<Device> find(List<Device> devices, String uuid) {
    return devices.stream().filter(device -> device.uuid().equals(uuid)).findFirst();
  }

  private static Rejection overtaken(WorkerRecord known) {
    return new Rejection(
        Kind.FAILED_PRECONDITION,
        "REPLACED",
        "a newer process of worker " + known.spec.name() + " has registered",
        "this message comes from an older one",
        "nothing to do");
  }

  private static Rejection nameTaken(WorkerRecord other) {
    return new Rejection(
        Kind.ALREADY_EXISTS,
        "WORKER_NAME_TAKEN",
        "a worker named '" + other.spec.name() + "' is already registered as " + other.id,
        "it has another directory, so it is another worker",
        "start this one with another --name, or stop the other one and wait until it is lost");
  }

  Decision lose(Command.LoseWorker c, long nowMillis) {
    WorkerRecord worker = state.workers.get(c.worker().value());
    if (worker == null || worker.lost) {
      return Decision.of();
    }
    Draft draft = new Draft(nowMillis);
    String why = Texts.reason(c.why());
    draft.add(new Event.WorkerLost(worker.id, why, nowMillis));
    for (AttemptRecord attempt : worker.attempts.sorted()) {
      draft.endAttempt(attempt, lost("worker " + worker.spec.name() + " was lost: " + why));
    }
    return draft.accepted(new Reply.Done());
  }

  private static AttemptResult lost(String why) {
    return AttemptResult.ended(Outcome.LOST, why);
  }

  Decision drain(Command.DrainWorker c, long nowMillis) {
    WorkerRecord worker = state.workers.get(c.worker().value());
    if (worker == null) {
      return Decision.rejected(Rejections.noSuchWorker(c.worker()));
    }
    Draft draft = new Draft(nowMillis);
    String reason = Texts.reason(c.reason());
    if (worker.draining != c.draining() || !worker.drainReason.equals(reason)) {
      draft.add(
          new Event.WorkerDrainChanged(worker.id, c.draining(), c.by().name(), reason, nowMillis));
    }
    if (c.draining()) {
      for (AttemptRecord attempt : worker.attempts.sorted()) {
        if (attempt.stopReason == null && (c.evict() || attempt.behind != null)) {
          draft.add(new Event.AttemptStopRequested(attempt.id, Outcome.EVICTED, nowMillis));
        }
      }
    }
    return draft.accepted(new Reply.TasksTouched(worker.attempts.size()));
  }

  Decision forget(Command.ForgetWorker c) {
    WorkerRecord worker = state.workers.get(c.worker().value());
    if (worker == null) {
      return Decision.rejected(Rejections.noSuchWorker(c.worker()));
    }
    if (!worker.lost || !worker.attempts.isEmpty()) {
      return Decision.rejected(
          new Rejection(
              Kind.FAILED_PRECONDITION,
              "WORKER_NOT_LOST",
              "worker " + worker.spec.name() + " cannot be forgotten",
              "it is registered and not lost",
              "stop it and wait until it is lost, or drain it"));
    }
    return Decision.of(new Event.WorkerForgotten(worker.id));
  }
}
