package io.github.packtrain.session.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GangMember;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.protocol.v1.Assignments;
import io.github.packtrain.protocol.v1.GangPlace;
import io.github.packtrain.protocol.v1.JobBody;
import io.github.packtrain.protocol.v1.Report;
import io.github.packtrain.protocol.v1.StartAttempt;
import io.github.packtrain.protocol.v1.Started;
import io.github.packtrain.protocol.v1.StopAttempt;
import io.github.packtrain.protocol.v1.Withdrawn;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.wire.ResourceWire;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that a worker has, and what becomes of them: taken, queued behind one another, run,
 * given back, stopped, over. Knows nothing of streams; what is to be reported goes into the {@link
 * ReportQueue}.
 *
 * <p>It starts nothing that may not outlive a lease which is over, and nothing at all while
 * something still runs that the master has forgotten: until that has ended, the machine is not as
 * free as the master thinks.
 */
final class Holdings {
  private final ReportQueue reports;
  private final BooleanSupplier leaseOver;
  private final LongSupplier clock;
  private final TreeMap<AttemptId, Held> held = new TreeMap<>();

  /** By the attempt that they wait for. */
  private final TreeMap<AttemptId, AttemptId> followers = new TreeMap<>();

  /** Given back, and not yet acknowledged: until then the master may send them once more. */
  private final TreeSet<AttemptId> returned = new TreeSet<>();

  /** May start once {@link #unwantedRunning} is 0. */
  private final LinkedHashSet<AttemptId> parked = new LinkedHashSet<>();

  /** Bodies of jobs that the present stream has carried. */
  private final TreeMap<JobId, JobSpec> jobs = new TreeMap<>();

  private int unwantedRunning;
  private int active;

  Holdings(ReportQueue reports, BooleanSupplier leaseOver, LongSupplier clock) {
    this.reports = reports;
    this.leaseOver = leaseOver;
    this.clock = clock;
  }

  void adoptRunning(AttemptId attempt, List<DeviceShare> devices) {
    held.put(attempt, new Held(attempt, Held.Phase.RUNNING, devices));
    active++;
  }

  void adoptEnded(AttemptId attempt, AttemptResult result) {
    held.put(attempt, new Held(attempt, Held.Phase.ENDED, List.of()));
    reports.add(attempt, endReport(attempt, result), clock.getAsLong());
  }

  Set<AttemptId> attempts() {
    return held.keySet();
  }

  /** How many run or wait here for their turn. */
  int active() {
    return active;
  }

  int jobs() {
    return jobs.size();
  }

  /** A new stream carries all bodies anew. */
  void forgetJobs() {
    jobs.clear();
  }

  /** The attempt's end or return is recorded. */
  void acknowledged(AttemptId over) {
    held.remove(over);
    returned.remove(over);
  }

  // ---- assignments

  void assign(Assignments assignments, List<WorkerAction> actions) {
    for (JobBody body : assignments.getJobsList()) {
      jobs.put(new JobId(body.getJob()), JobWire.toModel(body.getSpec()));
    }
    if (assignments.getFull()) {
      dropUnwanted(assignments, actions);
      // Before anything new may take over from them: a follower can stand first in the list.
      assignments.getStartList().forEach(this::learn);
      held.values().forEach(this::findDevices);
    }
    for (StartAttempt start : assignments.getStartList()) {
      accept(start, actions);
    }
    for (StopAttempt stop : assignments.getStopList()) {
      AttemptId id = JobWire.toModel(stop.getAttempt());
      if (!stop.getOnlyIfWaiting()) {
        stop(id, JobWire.toModel(stop.getReason()), actions);
      } else if (isWaiting(id)) {
        stop(id, Outcome.EVICTED, actions);
      }
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
            active--;
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
    List<DeviceShare> devices = devicesOf(start);
    Held known = held.get(id);
    if (known != null && (known.phase != Held.Phase.QUEUED || start.hasBehind())) {
      learn(start);
      return;
    }
    if (known != null) {
      // The master has forgotten the one before it, and what is queued behind it stays there.
      if (known.behind != null) {
        followers.remove(known.behind);
        known.behind = null;
      }
      known.devices = devices;
      run(known, actions);
      return;
    }
    Held attempt = new Held(id, Held.Phase.QUEUED, devices);
    attempt.params = start.getParams();
    held.put(id, attempt);
    active++;
    adoptSpec(attempt);
    if (start.hasGang() && attempt.spec != null) {
      GangPlace gang = start.getGang();
      GangMember member = new GangMember(id.task().index(), gang.getSize(), gang.getRendezvous());
      attempt.gang = member;
      attempt.spec = GangEnvironment.of(attempt.spec, member);
    }
    if (start.hasBehind()) {
      queue(attempt, JobWire.toModel(start.getBehind()), actions);
    } else {
      run(attempt, actions);
    }
  }

  /** What the master knows of an attempt that runs here or is over. */
  private void learn(StartAttempt start) {
    Held known = held.get(JobWire.toModel(start.getAttempt()));
    if (known == null || (known.phase == Held.Phase.QUEUED && !start.hasBehind())) {
      return;
    }
    adoptSpec(known);
    if (start.hasBehind()) {
      known.behindAtMaster = JobWire.toModel(start.getBehind());
    } else {
      known.devices = devicesOf(start);
    }
  }

  private static List<DeviceShare> devicesOf(StartAttempt start) {
    return start.getDevicesList().stream().map(ResourceWire::toModel).toList();
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
    if (spec != null && spec.leasePolicy() == LeasePolicy.STOP && leaseOver.getAsBoolean()) {
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
      ended(attempt.id, AttemptResult.ended(Outcome.NOT_STARTED, message), actions);
    } else {
      actions.add(
          new WorkerAction.Start(attempt.id, spec, attempt.params, attempt.devices, attempt.gang));
    }
  }

  private boolean isWaiting(AttemptId id) {
    Held attempt = held.get(id);
    return attempt != null && attempt.phase == Held.Phase.QUEUED && attempt.behind != null;
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
    active--;
    giveBack(attempt.id);
    if (first) {
      runNext(follower, attempt.devices, actions);
    }
  }

  private void giveBack(AttemptId id) {
    if (returned.add(id)) {
      reports.add(
          id, report(id).setWithdrawn(Withdrawn.getDefaultInstance()).build(), clock.getAsLong());
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
  void started(AttemptId id) {
    Held attempt = held.get(id);
    if (attempt != null && !attempt.unwanted) {
      reports.add(
          id, report(id).setStarted(Started.getDefaultInstance()).build(), clock.getAsLong());
    }
  }

  /** The attempt is over. The one queued behind it starts at once. */
  void ended(AttemptId id, AttemptResult result, List<WorkerAction> actions) {
    Held attempt = held.get(id);
    if (attempt == null || attempt.phase == Held.Phase.ENDED) {
      return;
    }
    attempt.phase = Held.Phase.ENDED;
    active--;
    AttemptId follower = followers.remove(id);
    if (attempt.unwanted) {
      held.remove(id);
      unwantedRunning--;
      actions.add(new WorkerAction.Release(id));
      runParked(actions);
    } else {
      reports.add(id, endReport(id, result), clock.getAsLong());
    }
    runNext(follower, attempt.devices, actions);
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

  void measured(AttemptId id, Measurement measurement) {
    Held attempt = held.get(id);
    if (attempt != null && !attempt.unwanted && attempt.phase == Held.Phase.RUNNING) {
      reports.add(
          id, report(id).setMeasured(JobWire.toWire(measurement)).build(), clock.getAsLong());
    }
  }

  /** The lease is over: ends or gives back what must not outlive it. */
  void endLeased(List<WorkerAction> actions) {
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

  private static Report.Builder report(AttemptId id) {
    return Report.newBuilder().setAttempt(JobWire.toWire(id));
  }

  private static Report endReport(AttemptId id, AttemptResult result) {
    return report(id).setEnded(JobWire.toWire(result)).build();
  }
}
