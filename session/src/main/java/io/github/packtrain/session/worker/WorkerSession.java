package io.github.packtrain.session.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.protocol.v1.Assignments;
import io.github.packtrain.protocol.v1.Heartbeat;
import io.github.packtrain.protocol.v1.JobBody;
import io.github.packtrain.protocol.v1.LogChunk;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.Observed;
import io.github.packtrain.protocol.v1.Register;
import io.github.packtrain.protocol.v1.Registered;
import io.github.packtrain.protocol.v1.Report;
import io.github.packtrain.protocol.v1.Reports;
import io.github.packtrain.protocol.v1.StartAttempt;
import io.github.packtrain.protocol.v1.Started;
import io.github.packtrain.protocol.v1.StopAttempt;
import io.github.packtrain.protocol.v1.Withdrawn;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.wire.ResourceWire;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
  private final TreeMap<AttemptId, Held> held = new TreeMap<>();

  /** Given back, and not yet acknowledged: until then the master may send them once more. */
  private final TreeSet<AttemptId> returned = new TreeSet<>();

  /**
   * Attempts that may start once those which nobody wants any more have ended: until then the
   * machine is not as free as the master thinks.
   */
  private final LinkedHashSet<AttemptId> parked = new LinkedHashSet<>();

  private final TreeMap<AttemptId, AttemptId> followers = new TreeMap<>();
  private final TreeMap<JobId, JobSpec> jobs = new TreeMap<>();
  private final TreeMap<Long, Long> heartbeatSentAt = new TreeMap<>();
  private final ReportQueue reports = new ReportQueue();
  private int unwantedRunning;
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
    held.put(attempt, new Held(attempt, Held.Phase.RUNNING, devices));
  }

  /** An attempt that has ended; before the first stream. */
  public void adoptEnded(AttemptId attempt, AttemptResult result) {
    held.put(attempt, new Held(attempt, Held.Phase.ENDED, List.of()));
    reports.add(attempt, endReport(attempt, result));
  }

  // ---- the stream

  /** A stream to the master is open. */
  public List<WorkerAction> opened(long now) {
    nowMillis = now;
    stream = Stream.REGISTERING;
    registerSentAtMillis = nowMillis;
    heardAtMillis = nowMillis;
    jobs.clear();
    heartbeatSentAt.clear();
    Register.Builder register =
        Register.newBuilder()
            .setProtocolVersion(PROTOCOL_VERSION)
            .setUid(identity.uid())
            .setIncarnation(identity.incarnation())
            .setStream(++streams)
            .setSpec(ResourceWire.toWire(identity.spec()));
    held.keySet().forEach(attempt -> register.addHeld(JobWire.toWire(attempt)));
    return List.of(send(WorkerMessage.newBuilder().setRegister(register)));
  }

  public void closed() {
    stream = Stream.NONE;
  }

  public List<WorkerAction> received(MasterMessage message, long now) {
    nowMillis = now;
    heardAtMillis = now;
    List<WorkerAction> actions = new ArrayList<>();
    switch (message.getKindCase()) {
      case REGISTERED -> registered(message.getRegistered(), actions);
      case REFUSED -> refused(message, actions);
      case ASSIGNMENTS -> assign(message.getAssignments(), actions);
      case ACKNOWLEDGED -> acknowledged(message.getAcknowledged().getLast(), actions);
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
      held.remove(over);
      returned.remove(over);
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
      endLeased(actions);
    }
    flush(actions);
    return actions;
  }

  private boolean isLeaseOver() {
    return nowMillis > leaseUntilMillis;
  }

  private void endLeased(List<WorkerAction> actions) {
    for (Held attempt : List.copyOf(held.values())) {
      JobSpec spec = attempt.spec;
      if (spec != null && spec.leasePolicy() == LeasePolicy.STOP) {
        switch (attempt.phase) {
          case QUEUED -> withdraw(attempt, actions);
          case RUNNING -> actions.add(new WorkerAction.Stop(attempt.id, Outcome.LOST));
          case ENDED -> {}
        }
      }
    }
  }

  // ---- assignments

  private void assign(Assignments assignments, List<WorkerAction> actions) {
    for (JobBody body : assignments.getJobsList()) {
      jobs.put(new JobId(body.getJob()), JobWire.toModel(body.getSpec()));
    }
    if (assignments.getFull()) {
      dropUnwanted(assignments, actions);
    }
    for (StartAttempt start : assignments.getStartList()) {
      accept(start, actions);
    }
    if (assignments.getFull()) {
      held.values().forEach(this::findDevices);
    }
    for (StopAttempt stop : assignments.getStopList()) {
      stop(JobWire.toModel(stop.getAttempt()), JobWire.toModel(stop.getReason()), actions);
    }
    if (jobs.size() > JOBS_MAX) {
      actions.add(new WorkerAction.Reconnect("job bodies of this stream are too many to keep"));
    }
  }

  /** Attempts that were replaced while we were away: ended without a report. */
  private void dropUnwanted(Assignments assignments, List<WorkerAction> actions) {
    TreeSet<AttemptId> wanted = new TreeSet<>();
    assignments.getStartList().forEach(start -> wanted.add(JobWire.toModel(start.getAttempt())));
    for (Held attempt : List.copyOf(held.values())) {
      if (!wanted.contains(attempt.id) && !attempt.unwanted) {
        switch (attempt.phase) {
          case QUEUED -> {
            unlink(attempt);
            parked.remove(attempt.id);
            held.remove(attempt.id);
          }
          case RUNNING -> {
            attempt.unwanted = true;
            unwantedRunning++;
            actions.add(new WorkerAction.Stop(attempt.id, Outcome.CANCELLED));
          }
          case ENDED -> {}
        }
      }
    }
  }

  private void accept(StartAttempt start, List<WorkerAction> actions) {
    AttemptId id = JobWire.toModel(start.getAttempt());
    if (returned.contains(id)) {
      return;
    }
    List<DeviceShare> devices = start.getDevicesList().stream().map(ResourceWire::toModel).toList();
    Held known = held.get(id);
    if (known != null && (known.phase != Held.Phase.QUEUED || start.hasBehind())) {
      adoptSpec(known);
      if (start.hasBehind()) {
        known.behindAtMaster = JobWire.toModel(start.getBehind());
      } else {
        known.devices = devices;
      }
      return;
    }
    if (known != null) {
      unlink(known);
      known.devices = devices;
      run(known, actions);
      return;
    }
    Held attempt = new Held(id, Held.Phase.QUEUED, devices);
    attempt.params = start.getParams();
    held.put(id, attempt);
    adoptSpec(attempt);
    if (start.hasBehind()) {
      queue(attempt, JobWire.toModel(start.getBehind()), actions);
    } else {
      run(attempt, actions);
    }
  }

  /**
   * What an earlier process of this worker has ended comes without devices, but they are passed on
   * to what queues behind it. The master still has it behind the one that it took them from.
   */
  private void findDevices(Held attempt) {
    if (attempt.phase == Held.Phase.ENDED) {
      Held first = attempt;
      for (int i = 0; first != null && first.behindAtMaster != null && i < held.size(); i++) {
        first = held.get(first.behindAtMaster);
      }
      attempt.devices = first == null ? attempt.devices : first.devices;
    }
  }

  private void adoptSpec(Held attempt) {
    if (attempt.spec == null) {
      attempt.spec = jobs.get(attempt.id.task().job());
    }
  }

  private void queue(Held attempt, AttemptId behind, List<WorkerAction> actions) {
    Held ahead = held.get(behind);
    if (ahead == null) {
      // Given back while this one was on its way: there is nothing to take over.
      withdraw(attempt, actions);
    } else if (ahead.phase == Held.Phase.ENDED) {
      attempt.devices = ahead.devices;
      run(attempt, actions);
    } else {
      attempt.behind = behind;
      followers.put(behind, attempt.id);
    }
  }

  private void run(Held attempt, List<WorkerAction> actions) {
    JobSpec spec = attempt.spec;
    if (spec != null && spec.leasePolicy() == LeasePolicy.STOP && isLeaseOver()) {
      // The order lay about, here or on its way: another worker may have the task by now.
      withdraw(attempt, actions);
      return;
    }
    if (unwantedRunning > 0) {
      parked.add(attempt.id);
      return;
    }
    attempt.phase = Held.Phase.RUNNING;
    if (spec == null) {
      String message = "the master sent no body for job " + attempt.id.task().job();
      actions.addAll(
          ended(attempt.id, AttemptResult.ended(Outcome.NOT_STARTED, message), nowMillis));
    } else {
      actions.add(new WorkerAction.Start(attempt.id, spec, attempt.params, attempt.devices));
    }
  }

  private void stop(AttemptId id, Outcome reason, List<WorkerAction> actions) {
    Held attempt = held.get(id);
    if (attempt == null) {
      giveBack(id);
      return;
    }
    switch (attempt.phase) {
      case QUEUED -> withdraw(attempt, actions);
      case RUNNING -> actions.add(new WorkerAction.Stop(id, reason));
      case ENDED -> {}
    }
  }

  private void withdraw(Held attempt, List<WorkerAction> actions) {
    boolean first = attempt.behind == null;
    @Nullable AttemptId follower = followers.get(attempt.id);
    unlink(attempt);
    parked.remove(attempt.id);
    held.remove(attempt.id);
    giveBack(attempt.id);
    if (first) {
      runNext(follower, attempt.devices, actions);
    }
  }

  private void giveBack(AttemptId id) {
    if (returned.add(id)) {
      reports.add(id, report(id).setWithdrawn(Withdrawn.getDefaultInstance()).build());
    }
  }

  /** Takes a queued attempt out of its queue; the one behind it moves up. */
  private void unlink(Held attempt) {
    @Nullable AttemptId ahead = attempt.behind;
    @Nullable AttemptId follower = followers.remove(attempt.id);
    attempt.behind = null;
    if (ahead != null) {
      followers.remove(ahead);
      if (follower != null) {
        followers.put(ahead, follower);
      }
    }
    Held next = follower == null ? null : held.get(follower);
    if (next != null) {
      next.behind = ahead;
    }
  }

  // ---- what the attempts do

  /** The attempt's process or handler runs. */
  public List<WorkerAction> started(AttemptId id) {
    List<WorkerAction> actions = new ArrayList<>();
    Held attempt = held.get(id);
    if (attempt != null && !attempt.unwanted) {
      reports.add(id, report(id).setStarted(Started.getDefaultInstance()).build());
    }
    return actions;
  }

  /** The attempt is over. The one queued behind it starts at once. */
  public List<WorkerAction> ended(AttemptId id, AttemptResult result, long now) {
    nowMillis = now;
    List<WorkerAction> actions = new ArrayList<>();
    Held attempt = held.get(id);
    if (attempt == null || attempt.phase == Held.Phase.ENDED) {
      return actions;
    }
    attempt.phase = Held.Phase.ENDED;
    AttemptId follower = followers.remove(id);
    if (attempt.unwanted) {
      held.remove(id);
      unwantedRunning--;
      actions.add(new WorkerAction.Release(id));
      runParked(actions);
    } else {
      reports.add(id, endReport(id, result));
    }
    runNext(follower, attempt.devices, actions);
    return actions;
  }

  private void runParked(List<WorkerAction> actions) {
    if (unwantedRunning == 0) {
      List<AttemptId> turn = List.copyOf(parked);
      parked.clear();
      for (AttemptId id : turn) {
        Held attempt = held.get(id);
        if (attempt != null && attempt.phase == Held.Phase.QUEUED) {
          run(attempt, actions);
        }
      }
    }
  }

  /** The queued attempt whose turn has come, with what the one before it held. */
  private void runNext(
      @Nullable AttemptId follower, List<DeviceShare> devices, List<WorkerAction> actions) {
    Held next = follower == null ? null : held.get(follower);
    if (next != null) {
      next.behind = null;
      next.devices = devices;
      run(next, actions);
    }
  }

  public void measured(AttemptId id, Measurement measurement) {
    Held attempt = held.get(id);
    if (attempt != null && !attempt.unwanted && attempt.phase == Held.Phase.RUNNING) {
      reports.add(id, report(id).setMeasured(JobWire.toWire(measurement)).build());
    }
  }

  public List<WorkerAction> logData(LogChunk chunk) {
    return stream == Stream.REGISTERED
        ? List.of(send(WorkerMessage.newBuilder().setLog(chunk)))
        : List.of();
  }

  /**
   * Sends what there is to report; to be called after a group of {@link #started}, {@link #ended},
   * {@link #measured}.
   */
  public List<WorkerAction> flush() {
    List<WorkerAction> actions = new ArrayList<>();
    flush(actions);
    return actions;
  }

  private void flush(List<WorkerAction> actions) {
    if (stream != Stream.REGISTERED) {
      return;
    }
    for (Optional<Reports> next = reports.next(); next.isPresent(); next = reports.next()) {
      actions.add(send(WorkerMessage.newBuilder().setReports(next.get())));
    }
  }

  // ---- for the shell

  /** Attempts that are running or queued now. */
  public int activeAttempts() {
    return (int)
        held.values().stream().filter(attempt -> attempt.phase != Held.Phase.ENDED).count();
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

  private static Report.Builder report(AttemptId id) {
    return Report.newBuilder().setAttempt(JobWire.toWire(id));
  }

  private static Report endReport(AttemptId id, AttemptResult result) {
    return report(id).setEnded(JobWire.toWire(result)).build();
  }

  private static WorkerAction send(WorkerMessage.Builder message) {
    return new WorkerAction.Send(message.build());
  }
}
