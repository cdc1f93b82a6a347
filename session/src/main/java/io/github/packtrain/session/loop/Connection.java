package io.github.packtrain.session.loop;

import io.github.packtrain.core.AttemptView;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.protocol.v1.Assignments;
import io.github.packtrain.protocol.v1.JobBody;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.ReportsAcknowledged;
import io.github.packtrain.protocol.v1.StartAttempt;
import io.github.packtrain.protocol.v1.StopAttempt;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.wire.ResourceWire;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A registered worker's stream: what this step has for it, and which job bodies it has carried. */
final class Connection {
  /** Job bodies remembered per stream; when full, forgetting them all only sends some again. */
  private static final int JOBS_KNOWN_MAX = 10_000;

  final long id;
  final WorkerId worker;
  private final TreeSet<JobId> jobsKnown = new TreeSet<>();
  private Assignments.Builder assignments = Assignments.newBuilder();
  private long acknowledge = -1;
  private boolean full = true;

  /** Whether this step has something for it. */
  boolean touched;

  Connection(long id, WorkerId worker) {
    this.id = id;
    this.worker = worker;
  }

  /** Whether the whole set is still to be sent; differences are in it then. */
  boolean isFullPending() {
    return full;
  }

  void start(AttemptView attempt) {
    JobId job = attempt.id().task().job();
    if (jobsKnown.size() >= JOBS_KNOWN_MAX) {
      jobsKnown.clear();
    }
    if (jobsKnown.add(job)) {
      assignments.addJobs(
          JobBody.newBuilder().setJob(job.value()).setSpec(JobWire.toWire(attempt.spec())));
    }
    StartAttempt.Builder start =
        StartAttempt.newBuilder()
            .setAttempt(JobWire.toWire(attempt.id()))
            .setParams(attempt.params());
    attempt.allocation().devices().forEach(share -> start.addDevices(ResourceWire.toWire(share)));
    AttemptId behind = attempt.behind();
    if (behind != null) {
      start.setBehind(JobWire.toWire(behind));
    }
    assignments.addStart(start);
  }

  void stop(AttemptId attempt, Outcome reason) {
    assignments.addStop(
        StopAttempt.newBuilder()
            .setAttempt(JobWire.toWire(attempt))
            .setReason(JobWire.toWire(reason)));
  }

  void acknowledge(long last) {
    acknowledge = Math.max(acknowledge, last);
  }

  /**
   * Adds what this step has for the worker to {@code effects}; {@code all} gives the whole set when
   * it is due.
   */
  void flush(List<Effect> effects, Supplier<List<AttemptView>> all) {
    if (acknowledge >= 0) {
      effects.add(
          send(
              MasterMessage.newBuilder()
                  .setAcknowledged(ReportsAcknowledged.newBuilder().setLast(acknowledge))));
      acknowledge = -1;
    }
    if (full) {
      assignments = Assignments.newBuilder().setFull(true);
      for (AttemptView attempt : all.get()) {
        @Nullable Outcome stop = attempt.stopReason();
        start(attempt);
        if (stop != null) {
          stop(attempt.id(), stop);
        }
      }
      full = false;
    } else if (assignments.getStartCount() == 0 && assignments.getStopCount() == 0) {
      return;
    }
    effects.add(send(MasterMessage.newBuilder().setAssignments(assignments)));
    assignments = Assignments.newBuilder();
  }

  Effect send(MasterMessage.Builder message) {
    return new Effect.Send(id, message.build());
  }
}
