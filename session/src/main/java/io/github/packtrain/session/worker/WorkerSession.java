package io.github.packtrain.session.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.protocol.v1.Assignments;
import io.github.packtrain.protocol.v1.Heartbeat;
import io.github.packtrain.protocol.v1.LogChunk;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.Observed;
import io.github.packtrain.protocol.v1.Register;
import io.github.packtrain.protocol.v1.Registered;
import io.github.packtrain.protocol.v1.Reports;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.wire.ResourceWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The worker's end of the conversation.
 *
 * <p>It keeps what it holds and what it has to report over any number of streams: a worker that
 * loses its master goes on, and offers everything again. Reports are repeated until acknowledged;
 * what an acknowledgement covers is durable.
 *
 * <p>The local queue: an attempt that came "behind" another starts the moment that one ends, with
 * its devices.
 *
 * <p>One owner thread. Each method answers what is to be done, in order. Times are of a clock that
 * never goes back.
 */
public final class WorkerSession {
  /** The conversation that this release speaks. */
  public static final int PROTOCOL_VERSION = 1;

  /**
   * Job bodies kept; the master sends them once per stream, so dropping one would need a new
   * stream.
   */
  private static final int JOBS_MAX = 20_000;

  private final WorkerIdentity identity;
  private final TreeMap<Long, Long> heartbeatSentAt = new TreeMap<>();
  private final ReportQueue reports = new ReportQueue();
  private final Holdings holdings = new Holdings(reports, this::isLeaseOver, this::now);
  private Stream stream = Stream.NONE;
  private long heartbeatMillis = 10_000;
  private long leaseMillis;
  private long leaseUntilMillis = Long.MAX_VALUE;
  private boolean leaseEnded;
  private long nowMillis;
  private long registerSentAtMillis;
  private long heardAtMillis;
  private long nextHeartbeatMillis;
  private long heartbeatSequence;
  private long streams;
  private long epoch;
  private Observed observed = Observed.getDefaultInstance();
  private Assignments incomplete = Assignments.getDefaultInstance();

  private enum Stream {
    NONE,
    REGISTERING,
    REGISTERED
  }

  public WorkerSession(WorkerIdentity identity) {
    this.identity = identity;
  }

  // ---- what an earlier process of this worker left

  /** An attempt that still runs; before the first stream. */
  public void adoptRunning(AttemptId attempt, List<DeviceShare> devices) {
    holdings.adoptRunning(attempt, devices);
  }

  /** An attempt that has ended; before the first stream. */
  public void adoptEnded(AttemptId attempt, AttemptResult result) {
    holdings.adoptEnded(attempt, result);
  }

  // ---- the stream

  /** A stream to the master is open. */
  public List<WorkerAction> opened(long now) {
    nowMillis = now;
    stream = Stream.REGISTERING;
    registerSentAtMillis = nowMillis;
    heardAtMillis = nowMillis;
    holdings.forgetJobs();
    incomplete = Assignments.getDefaultInstance();
    heartbeatSentAt.clear();
    Register.Builder register =
        Register.newBuilder()
            .setProtocolVersion(PROTOCOL_VERSION)
            .setUid(identity.uid())
            .setIncarnation(identity.incarnation())
            .setStream(++streams)
            .setSpec(ResourceWire.toWire(identity.spec()));
    holdings.attempts().forEach(attempt -> register.addHeld(JobWire.toWire(attempt)));
    return List.of(send(WorkerMessage.newBuilder().setRegister(register)));
  }

  public void closed() {
    stream = Stream.NONE;
  }

  public List<WorkerAction> received(MasterMessage message, long now) {
    nowMillis = now;
    heardAtMillis = now;
    List<WorkerAction> actions = new ArrayList<>();
    if (message.getAcknowledged() > 0) {
      acknowledged(message.getAcknowledged(), actions);
    }
    switch (message.getKindCase()) {
      case REGISTERED -> registered(message.getRegistered(), actions);
      case REFUSED -> refused(message, actions);
      case ASSIGNMENTS -> assigned(message.getAssignments(), actions);
      case HEARTBEAT -> heartbeatAnswered(message.getHeartbeat().getSequence(), actions);
      case LOG -> actions.add(new WorkerAction.AnswerLog(message.getLog()));
      case KIND_NOT_SET -> {}
    }
    flush(actions);
    return actions;
  }

  private void registered(Registered message, List<WorkerAction> actions) {
    if (message.getEpoch() < epoch) {
      actions.add(
          new WorkerAction.Reconnect(
              "a deposed master answered: epoch " + message.getEpoch() + " after " + epoch));
      return;
    }
    epoch = message.getEpoch();
    stream = Stream.REGISTERED;
    heartbeatMillis = message.getHeartbeatMillis();
    leaseMillis = message.getLeaseMillis();
    nextHeartbeatMillis = nowMillis + heartbeatMillis;
    renewLease(registerSentAtMillis, actions);
    reports.rewind();
  }

  private static void refused(MasterMessage message, List<WorkerAction> actions) {
    switch (message.getRefused().getCode()) {
      case "WORKER_LOST", "REPLACED" ->
          actions.add(new WorkerAction.Reconnect(message.getRefused().getMessage()));
      default -> actions.add(new WorkerAction.GiveUp(message.getRefused()));
    }
  }

  private void assigned(Assignments part, List<WorkerAction> actions) {
    Assignments assignments = part;
    if (incomplete.getMore()) {
      assignments = incomplete.toBuilder().mergeFrom(part).setMore(part.getMore()).build();
    }
    incomplete = assignments;
    if (assignments.getMore()) {
      return;
    }
    incomplete = Assignments.getDefaultInstance();
    holdings.assign(assignments, actions);
    if (holdings.jobs() > JOBS_MAX) {
      actions.add(new WorkerAction.Reconnect("job bodies of this stream are too many to keep"));
    }
  }

  private void heartbeatAnswered(long sequence, List<WorkerAction> actions) {
    Long sentAt = heartbeatSentAt.get(sequence);
    if (sentAt != null) {
      heartbeatSentAt.headMap(sequence, true).clear();
      renewLease(sentAt, actions);
    }
  }

  /**
   * The lease counts from when we asked, not from when the answer came: so it ends here before it
   * ends there.
   */
  private void renewLease(long fromMillis, List<WorkerAction> actions) {
    leaseUntilMillis = fromMillis + leaseMillis;
    leaseEnded = false;
    actions.add(new WorkerAction.RenewLease(leaseUntilMillis));
  }

  private void acknowledged(long last, List<WorkerAction> actions) {
    for (AttemptId over : reports.acknowledged(last)) {
      holdings.acknowledged(over);
      actions.add(new WorkerAction.Release(over));
    }
  }

  // ---- time

  /**
   * Time has passed: sends heartbeats, notices a silent master, ends what must not outlive the
   * lease.
   */
  public List<WorkerAction> tick(long now, Observed nowObserved) {
    nowMillis = now;
    observed = nowObserved;
    List<WorkerAction> actions = new ArrayList<>();
    if (stream == Stream.REGISTERED && nowMillis >= nextHeartbeatMillis) {
      nextHeartbeatMillis = nowMillis + heartbeatMillis;
      heartbeatSentAt.put(++heartbeatSequence, nowMillis);
      actions.add(
          send(
              WorkerMessage.newBuilder()
                  .setHeartbeat(
                      Heartbeat.newBuilder()
                          .setSequence(heartbeatSequence)
                          .setObserved(observed))));
    }
    if (stream != Stream.NONE
        && nowMillis - heardAtMillis > Math.max(leaseMillis, 2 * heartbeatMillis)) {
      actions.add(
          new WorkerAction.Reconnect(
              "the master has been silent for " + (nowMillis - heardAtMillis) + " ms"));
    }
    if (isLeaseOver() && !leaseEnded) {
      leaseEnded = true;
      holdings.endLeased(actions);
    }
    flush(actions);
    return actions;
  }

  private long now() {
    return nowMillis;
  }

  private boolean isLeaseOver() {
    return nowMillis > leaseUntilMillis;
  }

  // ---- what the attempts do

  /** The attempt's process or handler runs. */
  public void started(AttemptId id, long now) {
    nowMillis = now;
    holdings.started(id);
  }

  /** The attempt is over. The one queued behind it starts at once. */
  public List<WorkerAction> ended(AttemptId id, AttemptResult result, long now) {
    nowMillis = now;
    List<WorkerAction> actions = new ArrayList<>();
    holdings.ended(id, result, actions);
    return actions;
  }

  public void measured(AttemptId id, Measurement measurement) {
    holdings.measured(id, measurement);
  }

  public List<WorkerAction> logData(LogChunk chunk) {
    return stream == Stream.REGISTERED
        ? List.of(send(WorkerMessage.newBuilder().setLog(chunk)))
        : List.of();
  }

  /**
   * Sends what there is to report and due; to be called after a group of {@link #started}, {@link
   * #ended}, {@link #measured}, and again at {@link #flushDueMillis}.
   */
  public List<WorkerAction> flush(long now) {
    nowMillis = now;
    List<WorkerAction> actions = new ArrayList<>();
    flush(actions);
    return actions;
  }

  private void flush(List<WorkerAction> actions) {
    if (stream != Stream.REGISTERED) {
      return;
    }
    boolean idle = holdings.active() == 0;
    for (Optional<Reports> next = reports.next(nowMillis, idle);
        next.isPresent();
        next = reports.next(nowMillis, idle)) {
      actions.add(send(WorkerMessage.newBuilder().setReports(next.get())));
    }
  }

  /** When {@link #flush} has something to send, unless more happens before. */
  public long flushDueMillis() {
    return stream == Stream.REGISTERED ? reports.dueMillis(holdings.active() == 0) : Long.MAX_VALUE;
  }

  // ---- for the shell

  /** Attempts that are running or queued now. */
  public int activeAttempts() {
    return holdings.active();
  }

  /** Reports that the master has not acknowledged. */
  public int unacknowledgedReports() {
    return reports.size();
  }

  /** How often the master wants to hear from us. */
  public long heartbeatMillis() {
    return heartbeatMillis;
  }

  public boolean isRegistered() {
    return stream == Stream.REGISTERED;
  }

  private static WorkerAction send(WorkerMessage.Builder message) {
    return new WorkerAction.Send(message.build());
  }
}
