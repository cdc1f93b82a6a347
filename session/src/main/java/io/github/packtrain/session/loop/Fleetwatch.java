package io.github.packtrain.session.loop;

import io.github.packtrain.core.AttemptView;
import io.github.packtrain.core.Command;
import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Decision;
import io.github.packtrain.core.WorkerView;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.protocol.v1.Heartbeat;
import io.github.packtrain.protocol.v1.HeartbeatAnswer;
import io.github.packtrain.protocol.v1.LogChunk;
import io.github.packtrain.protocol.v1.LogRequest;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.Observed;
import io.github.packtrain.protocol.v1.Register;
import io.github.packtrain.protocol.v1.Registered;
import io.github.packtrain.protocol.v1.Report;
import io.github.packtrain.protocol.v1.Reports;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.wire.ResourceWire;
import io.github.packtrain.session.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The workers' streams as the master sees them. Who is connected and when somebody was heard last
 * is soft state: never recorded; after a restart or a pause of the master all leases start full.
 */
final class Fleetwatch {
  /** The conversation that this release speaks. */
  static final int PROTOCOL_VERSION = 1;

  /** From one tick to the next nobody's silence grows by more than so many ticks. */
  private static final int TICKS_COUNTED = 2;

  private long steals;
  private final LoopOptions options;
  private final CoreState state;
  private final TreeMap<Long, Connection> connections = new TreeMap<>();
  private final TreeMap<WorkerId, Connection> byWorker = new TreeMap<>();
  private final Hearing hearing;
  private final TreeMap<WorkerId, Observed> observed = new TreeMap<>();
  private final TreeMap<Long, Long> logConnections = new TreeMap<>();
  private final TreeMap<WorkerId, Dial> lastDials = new TreeMap<>();
  private final List<Connection> touched = new ArrayList<>();
  private long lastTickMillis;

  /** A process of a worker, and the last of its streams that registered. */
  private record Dial(long incarnation, long stream) {}

  Fleetwatch(LoopOptions options, CoreState state, long nowMillis) {
    this.options = options;
    this.state = state;
    this.lastTickMillis = nowMillis;
    this.hearing = new Hearing(options, nowMillis);
    for (WorkerView worker : state.workers()) {
      hearing.heard(worker.id(), nowMillis);
      if (worker.lost()) {
        hearing.lost(worker.id());
      }
    }
  }

  // ---- time

  /**
   * To be called on every tick, before {@link #findLost}: silence is counted in ticks, for a master
   * that stood still, or gets no processor, has heard nobody. Whatever waited in the queue before
   * this tick has been heard.
   */
  void noticePause(long nowMillis) {
    long slept = nowMillis - lastTickMillis - TICKS_COUNTED * options.tickMillis();
    if (slept > 0) {
      hearing.slept(slept, nowMillis);
    }
    lastTickMillis = nowMillis;
  }

  /** Who is lost by now; to be called on every tick. */
  List<WorkerId> findLost(long nowMillis) {
    return hearing.findLost(nowMillis);
  }

  String silenceOf(WorkerId worker, long nowMillis) {
    return hearing.silenceOf(worker, nowMillis);
  }

  /** Whether it is connected and speaks: only then does it get new work. */
  boolean isReachable(WorkerId worker) {
    return byWorker.containsKey(worker) && !hearing.isQuiet(worker);
  }

  void forget(WorkerId worker) {
    hearing.forget(worker);
    observed.remove(worker);
    lastDials.remove(worker);
  }

  SortedMap<WorkerId, Presence.Sign> signs() {
    TreeMap<WorkerId, Presence.Sign> signs = new TreeMap<>();
    hearing
        .heardAt()
        .forEach(
            (worker, heard) ->
                signs.put(
                    worker,
                    new Presence.Sign(
                        isReachable(worker),
                        heard,
                        observed.getOrDefault(worker, Observed.getDefaultInstance()))));
    return signs;
  }

  // ---- messages

  /** True when there may be room again: a worker registered, or spoke after it had been quiet. */
  boolean received(
      Input.FromWorker input, Step step, BiConsumer<Command.ReportMeasured, Step> measured) {
    Connection connection = connections.get(input.connection());
    boolean speaksAgain = connection != null && hearing.heard(connection.worker, step.nowMillis);
    try {
      switch (input.message().getKindCase()) {
        case REGISTER -> register(input.connection(), input.message().getRegister(), step);
        case HEARTBEAT -> heartbeat(connection, input.message().getHeartbeat(), step);
        case REPORTS -> reports(connection, input.message().getReports(), step, measured);
        case LOG -> step.effects.add(logData(input.message().getLog()));
        case KIND_NOT_SET -> {}
      }
    } catch (WireException e) {
      refuse(input.connection(), e.rejection(), step);
    }
    return speaksAgain || input.message().hasRegister();
  }

  private void register(long id, Register register, Step step) {
    if (register.getProtocolVersion() != PROTOCOL_VERSION) {
      refuse(id, otherVersion(register), step);
      return;
    }
    if (connections.containsKey(id)) {
      refuse(
          id,
          Rejection.invalid(
              "REGISTERED_TWICE",
              "the worker registered twice on one stream",
              "open a new stream to register again"),
          step);
      return;
    }
    if (isOvertaken(register)) {
      refuse(id, replaced(), step);
      return;
    }
    List<AttemptId> held = register.getHeldList().stream().map(JobWire::toModel).toList();
    Command command =
        new Command.RegisterWorker(
            register.getUid(),
            register.getIncarnation(),
            ResourceWire.toModel(register.getSpec()),
            held);
    switch (step.execute(command)) {
      case Decision.Rejected(Rejection rejection) -> refuse(id, rejection, step);
      case Decision.Accepted accepted -> {
        if (accepted.reply() instanceof Decision.Reply.WorkerAccepted(WorkerId worker)) {
          lastDials.put(worker, new Dial(register.getIncarnation(), register.getStream()));
          welcome(id, worker, step);
        }
      }
    }
  }

  /** What it says it holds is older than what a later stream of the same process has said. */
  private boolean isOvertaken(Register register) {
    return state
        .findWorkerByUid(register.getUid())
        .map(worker -> lastDials.get(worker.id()))
        .filter(dial -> dial.incarnation == register.getIncarnation())
        .filter(dial -> dial.stream >= register.getStream())
        .isPresent();
  }

  private static Rejection replaced() {
    return new Rejection(
        Kind.FAILED_PRECONDITION,
        "REPLACED",
        "a newer stream of this worker has taken over",
        "a worker has one stream at a time",
        "nothing to do");
  }

  private void welcome(long id, WorkerId worker, Step step) {
    Connection older = byWorker.get(worker);
    if (older != null) {
      refuse(older.id, replaced(), step);
    }
    Connection connection = new Connection(id, worker);
    connections.put(id, connection);
    byWorker.put(worker, connection);
    touch(connection);
    hearing.heard(worker, step.nowMillis);
    Registered registered =
        Registered.newBuilder()
            .setWorker(worker.value())
            .setEpoch(options.epoch())
            .setHeartbeatMillis(options.heartbeatMillis())
            .setLeaseMillis(options.leaseMillis())
            .build();
    step.effects.add(connection.send(MasterMessage.newBuilder().setRegistered(registered)));
  }

  private static Rejection otherVersion(Register register) {
    int theirs = register.getProtocolVersion();
    String older = theirs < PROTOCOL_VERSION ? "worker" : "master";
    return new Rejection(
        Kind.FAILED_PRECONDITION,
        "PROTOCOL_VERSION",
        "the worker speaks version "
            + theirs
            + " of the protocol, this master version "
            + PROTOCOL_VERSION,
        "the worker runs release '" + register.getSpec().getVersion() + "'",
        "upgrade the " + older);
  }

  private void heartbeat(@Nullable Connection connection, Heartbeat heartbeat, Step step) {
    if (connection == null) {
      return;
    }
    if (heartbeat.hasObserved()) {
      observed.put(connection.worker, heartbeat.getObserved());
    }
    HeartbeatAnswer answer =
        HeartbeatAnswer.newBuilder().setSequence(heartbeat.getSequence()).build();
    step.effects.add(connection.send(MasterMessage.newBuilder().setHeartbeat(answer)));
  }

  private void reports(
      @Nullable Connection connection,
      Reports reports,
      Step step,
      BiConsumer<Command.ReportMeasured, Step> measured) {
    if (connection == null) {
      return;
    }
    for (Report report : reports.getReportsList()) {
      AttemptId attempt = JobWire.toModel(report.getAttempt());
      switch (report.getKindCase()) {
        // A stale report is rejected by the core and acknowledged all the same: repeating it would
        // not help.
        case STARTED -> step.execute(new Command.ReportStarted(connection.worker, attempt));
        case ENDED ->
            step.execute(
                new Command.ReportEnded(
                    connection.worker, attempt, JobWire.toModel(report.getEnded())));
        case WITHDRAWN -> {
          steals += connection.wasAskedBack(attempt) ? 1 : 0;
          step.execute(new Command.ReportWithdrawn(connection.worker, attempt));
        }
        case MEASURED ->
            measured.accept(
                new Command.ReportMeasured(
                    connection.worker, attempt, JobWire.toModel(report.getMeasured())),
                step);
        case KIND_NOT_SET -> {}
      }
    }
    connection.acknowledge(reports.getLast());
    touch(connection);
  }

  // ---- streams

  private void refuse(long id, Rejection why, Step step) {
    closed(id, step);
    step.effects.add(new Effect.Close(id, why));
  }

  /** Forgets the stream; true when its worker became unreachable by it. */
  boolean closed(long id, Step step) {
    for (var log : List.copyOf(logConnections.entrySet())) {
      if (log.getValue() == id) {
        logConnections.remove(log.getKey());
        step.effects.add(noLog(log.getKey(), "the connection to the worker was lost"));
      }
    }
    Connection connection = connections.remove(id);
    return connection != null && byWorker.remove(connection.worker, connection);
  }

  /** A lost worker has to register again before anything of it counts. */
  void dropLost(WorkerId worker, Step step) {
    hearing.lost(worker);
    Connection connection = byWorker.get(worker);
    if (connection != null) {
      refuse(
          connection.id,
          new Rejection(
              Kind.FAILED_PRECONDITION,
              "WORKER_LOST",
              "the worker was silent for too long and is taken for lost",
              "its tasks run elsewhere by now",
              "register again"),
          step);
    }
  }

  // ---- dispatch

  void dispatch(WorkerId worker, AttemptId attempt) {
    Connection connection = byWorker.get(worker);
    if (connection != null && !connection.isFullPending()) {
      state.findAttempt(attempt).ifPresent(connection::start);
      touch(connection);
    }
  }

  void requestStop(AttemptId attempt, Outcome reason) {
    state
        .findAttempt(attempt)
        .map(AttemptView::worker)
        .map(byWorker::get)
        .filter(connection -> !connection.isFullPending())
        .ifPresent(
            connection -> {
              connection.stop(attempt, reason);
              touch(connection);
            });
  }

  /** How many attempts were given back so that an idle worker could take them. */
  long steals() {
    return steals;
  }

  /** Asks the worker to give it back unless it has started. */
  void giveBackIfWaiting(AttemptId attempt) {
    state
        .findAttempt(attempt)
        .map(AttemptView::worker)
        .map(byWorker::get)
        .filter(connection -> !connection.isFullPending())
        .ifPresent(
            connection -> {
              connection.giveBackIfWaiting(attempt);
              touch(connection);
            });
  }

  /** Sends what this step has for each worker that it touched. */
  void flush(List<Effect> effects) {
    for (Connection connection : touched) {
      if (byWorker.get(connection.worker) == connection) {
        connection.flush(effects, () -> state.attemptsOn(connection.worker));
      }
      connection.touched = false;
    }
    touched.clear();
  }

  private void touch(Connection connection) {
    if (!connection.touched) {
      connection.touched = true;
      touched.add(connection);
    }
  }

  // ---- logs

  void readLog(Input.ReadLog read, Step step) {
    Connection connection = byWorker.get(read.worker());
    if (connection == null) {
      step.effects.add(noLog(read.token(), "worker " + read.worker() + " is not connected"));
      return;
    }
    logConnections.put(read.token(), connection.id);
    LogRequest request =
        LogRequest.newBuilder()
            .setRequest(read.token())
            .setAttempt(JobWire.toWire(read.attempt()))
            .setStderr(read.stderr())
            .setOffset(read.offset())
            .setMaxBytes(read.maxBytes())
            .setFollow(read.follow())
            .build();
    step.effects.add(connection.send(MasterMessage.newBuilder().setLog(request)));
  }

  void cancelLog(long token, Step step) {
    Long id = logConnections.remove(token);
    Connection connection = id == null ? null : connections.get(id);
    if (connection != null) {
      LogRequest cancel = LogRequest.newBuilder().setRequest(token).setCancel(true).build();
      step.effects.add(connection.send(MasterMessage.newBuilder().setLog(cancel)));
    }
  }

  private Effect logData(LogChunk chunk) {
    if (chunk.getEnd()) {
      logConnections.remove(chunk.getRequest());
    }
    return new Effect.LogData(chunk.getRequest(), chunk);
  }

  private static Effect noLog(long token, String problem) {
    return new Effect.LogData(
        token, LogChunk.newBuilder().setRequest(token).setEnd(true).setProblem(problem).build());
  }
}
