package io.github.packtrain.session.loop;

import io.github.packtrain.core.AttemptView;
import io.github.packtrain.core.GangView;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.protocol.v1.Assignments;
import io.github.packtrain.protocol.v1.GangPlace;
import io.github.packtrain.protocol.v1.JobBody;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.StartAttempt;
import io.github.packtrain.protocol.v1.StopAttempt;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.wire.ResourceWire;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A registered worker's stream: what this step has for it, and which job bodies it has carried. */
final class Connection {
  /** Job bodies remembered per stream; when full, forgetting them all only sends some again. */
  private static final int JOBS_KNOWN_MAX = 10_000;

  /** When so many were asked back they are forgotten; asking again does no harm. */
  private static final int ASKED_BACK_MAX = 1_000;

  /** Of one message: workers take four times as much, and one task more may be large. */
  private static final int PART_BYTES = 1 << 20;

  final long id;
  final WorkerId worker;
  private final TreeSet<JobId> jobsKnown = new TreeSet<>();
  private final TreeSet<AttemptId> askedBack = new TreeSet<>();
  private final List<Assignments> parts = new ArrayList<>();
  private Assignments.Builder assignments = Assignments.newBuilder();
  private int bytes;
  private long acknowledge;
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
      JobBody body =
          JobBody.newBuilder().setJob(job.value()).setSpec(JobWire.toWire(attempt.spec())).build();
      assignments.addJobs(body);
      bytes += body.getSerializedSize();
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
    GangView gang = attempt.gang();
    if (gang != null) {
      start.setGang(GangPlace.newBuilder().setSize(gang.size()).setRendezvous(gang.rendezvous()));
    }
    StartAttempt built = start.build();
    assignments.addStart(built);
    bytes += built.getSerializedSize();
    if (bytes >= PART_BYTES) {
      endPart();
    }
  }

  private void endPart() {
    parts.add(assignments.build());
    assignments = Assignments.newBuilder();
    bytes = 0;
  }

  void stop(AttemptId attempt, Outcome reason) {
    assignments.addStop(
        StopAttempt.newBuilder()
            .setAttempt(JobWire.toWire(attempt))
            .setReason(JobWire.toWire(reason)));
  }

  /** Asked once: one that has started is kept, and one whose stream broke is asked on the next. */
  void giveBackIfWaiting(AttemptId attempt) {
    if (askedBack.size() >= ASKED_BACK_MAX) {
      askedBack.clear();
    }
    if (askedBack.add(attempt)) {
      assignments.addStop(
          StopAttempt.newBuilder().setAttempt(JobWire.toWire(attempt)).setOnlyIfWaiting(true));
    }
  }

  /** Answers it once. */
  boolean wasAskedBack(AttemptId attempt) {
    return askedBack.remove(attempt);
  }

  void acknowledge(long last) {
    acknowledge = Math.max(acknowledge, last);
  }

  /**
   * Adds what this step has for the worker to {@code effects}; {@code all} gives the whole set when
   * it is due.
   */
  void flush(List<Effect> effects, Supplier<List<AttemptView>> all) {
    if (full) {
      parts.clear();
      assignments = Assignments.newBuilder();
      for (AttemptView attempt : all.get()) {
        @Nullable Outcome stop = attempt.stopReason();
        start(attempt);
        if (stop != null) {
          stop(attempt.id(), stop);
        }
      }
    }
    if (full || assignments.getStartCount() > 0 || assignments.getStopCount() > 0) {
      endPart();
    }
    MasterMessage.Builder first = MasterMessage.newBuilder().setAcknowledged(acknowledge);
    for (int i = 0; i < parts.size(); i++) {
      Assignments.Builder part = parts.get(i).toBuilder().setFull(full);
      effects.add(send(first.setAssignments(part.setMore(full && i < parts.size() - 1))));
      first = MasterMessage.newBuilder();
    }
    if (parts.isEmpty() && acknowledge > 0) {
      effects.add(send(first));
    }
    acknowledge = 0;
    parts.clear();
    full = false;
  }

  Effect send(MasterMessage.Builder message) {
    return new Effect.Send(id, message.build());
  }
}
