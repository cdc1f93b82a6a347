package io.github.packtrain.journal;

import io.github.packtrain.core.Event;
import io.github.packtrain.journal.JournalException.TooNew;
import io.github.packtrain.journal.v1.EventProto;
import io.github.packtrain.journal.v1.SpecProto;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ids, states and the larger messages of the core's events, which {@link CoreCodec} composes. */
final class JobCodec {
  static final EnumPair<TaskState, EventProto.TaskState> TASK_STATE =
      EnumPair.of(TaskState.class, EventProto.TaskState.class, "TASK_STATE_");
  static final EnumPair<JobState, EventProto.JobState> JOB_STATE =
      EnumPair.of(JobState.class, EventProto.JobState.class, "JOB_STATE_");

  private JobCodec() {}

  static EventProto.TaskId write(TaskId id) {
    return EventProto.TaskId.newBuilder().setJob(id.job().value()).setIndex(id.index()).build();
  }

  static TaskId read(EventProto.TaskId in) {
    return new TaskId(new JobId(in.getJob()), in.getIndex());
  }

  static EventProto.AttemptId write(AttemptId id) {
    return EventProto.AttemptId.newBuilder()
        .setJob(id.task().job().value())
        .setIndex(id.task().index())
        .setNumber(id.number() - 1)
        .build();
  }

  static AttemptId read(EventProto.AttemptId in) {
    return new AttemptId(new TaskId(new JobId(in.getJob()), in.getIndex()), in.getNumber() + 1);
  }

  static EventProto.JobAdmitted write(Event.JobAdmitted e) {
    return EventProto.JobAdmitted.newBuilder()
        .setJob(e.job().value())
        .setSubmissionId(e.submissionId())
        .setOwner(e.owner())
        .setAtMillis(e.atMillis())
        .setSpec(SpecCodec.write(e.spec()))
        .setCount(e.count())
        .addAllParams(e.params())
        .setOpen(e.open())
        .build();
  }

  static Event.JobAdmitted read(EventProto.JobAdmitted in) {
    return new Event.JobAdmitted(
        new JobId(in.getJob()),
        in.getSubmissionId(),
        in.getOwner(),
        in.getAtMillis(),
        SpecCodec.read(in.getSpec()),
        in.getCount(),
        in.getParamsList(),
        in.getOpen());
  }

  static EventProto.JobEnded write(Event.JobEnded e) {
    return EventProto.JobEnded.newBuilder()
        .setJob(e.job().value())
        .setState(JOB_STATE.write(e.state()))
        .setAtMillis(e.atMillis())
        .build();
  }

  static Event.JobEnded read(EventProto.JobEnded in) {
    return new Event.JobEnded(
        new JobId(in.getJob()), JOB_STATE.read(in.getState()), in.getAtMillis());
  }

  // ---- snapshots

  static EventProto.WorkerRestored write(Event.WorkerRestored e) {
    return EventProto.WorkerRestored.newBuilder()
        .setWorker(e.worker().value())
        .setUid(e.uid())
        .setIncarnation(e.incarnation())
        .setSpec(SpecCodec.write(e.spec()))
        .setLost(e.lost())
        .setDraining(e.draining())
        .setDrainReason(e.drainReason())
        .setChangedAtMillis(e.changedAtMillis())
        .build();
  }

  static Event.WorkerRestored read(EventProto.WorkerRestored in) {
    return new Event.WorkerRestored(
        new WorkerId(in.getWorker()),
        in.getUid(),
        in.getIncarnation(),
        SpecCodec.read(in.getSpec()),
        in.getLost(),
        in.getDraining(),
        in.getDrainReason(),
        in.getChangedAtMillis());
  }

  static EventProto.JobRestored write(Event.JobRestored e) {
    EventProto.JobRestored.Builder out =
        EventProto.JobRestored.newBuilder()
            .setAdmitted(write(e.admitted()))
            .setCancelled(e.cancelled())
            .setNext(e.next())
            .addAllReturned(e.returned())
            .setNumberBase(e.numberBase())
            .setNumberMax(e.numberMax())
            .setMeanRunMillis(e.meanRunMillis())
            .setObservations(e.observations());
    for (List<Long> words : e.ended()) {
      out.addEnded(EventProto.JobRestored.Bits.newBuilder().addAllWords(words));
    }
    Event.JobEnded end = e.end();
    if (end != null) {
      out.setEnd(write(end));
    }
    Event.Service service = e.service();
    if (!service.equals(Event.Service.NONE)) {
      EventProto.JobRestored.Service.Builder got =
          EventProto.JobRestored.Service.newBuilder()
              .setServedMillis(service.servedMillis())
              .setTurn(service.turn())
              .setSeat(service.seat());
      if (service.rank() != Event.Service.NONE.rank()) {
        got.setRank(service.rank());
      }
      out.setService(got);
    }
    return out.build();
  }

  static Event.JobRestored read(EventProto.JobRestored in) {
    List<List<Long>> ended = new ArrayList<>();
    for (EventProto.JobRestored.Bits bits : in.getEndedList()) {
      ended.add(bits.getWordsList());
    }
    return new Event.JobRestored(
        read(in.getAdmitted()),
        in.getCancelled(),
        in.getNext(),
        in.getReturnedList(),
        ended,
        in.getNumberBase(),
        in.getNumberMax(),
        in.getMeanRunMillis(),
        in.getObservations(),
        in.hasEnd() ? read(in.getEnd()) : null,
        new Event.Service(
            in.getService().getServedMillis(),
            in.getService().getTurn(),
            in.getService().getSeat(),
            in.getService().hasRank() ? in.getService().getRank() : Event.Service.NONE.rank()));
  }

  static EventProto.TaskRestored write(Event.TaskRestored e) {
    EventProto.TaskRestored.Builder out =
        EventProto.TaskRestored.newBuilder()
            .setTask(write(e.task()))
            .setAttempts(e.attempts())
            .setFailures(e.failures())
            .setLosses(e.losses())
            .setServedMillis(e.servedMillis())
            .setKeptMillis(e.keptMillis());
    switch (e.status()) {
      case Event.Status.Waiting() ->
          out.setWaiting(EventProto.TaskRestored.Waiting.getDefaultInstance());
      case Event.Status.BackingOff(long until) -> out.setBackingOffUntilMillis(until);
      case Event.Status.Active active -> out.setActive(write(active));
    }
    return out.build();
  }

  static Event.TaskRestored read(EventProto.TaskRestored in) {
    Event.Status status =
        switch (in.getStatusCase()) {
          case WAITING -> new Event.Status.Waiting();
          case BACKING_OFF_UNTIL_MILLIS ->
              new Event.Status.BackingOff(in.getBackingOffUntilMillis());
          case ACTIVE -> read(in.getActive());
          case STATUS_NOT_SET ->
              throw new TooNew("this release does not know every status of a task");
        };
    return new Event.TaskRestored(
        read(in.getTask()),
        in.getAttempts(),
        in.getFailures(),
        in.getLosses(),
        in.getServedMillis(),
        in.getKeptMillis(),
        status);
  }

  private static EventProto.TaskRestored.Active write(Event.Status.Active active) {
    EventProto.TaskRestored.Active.Builder out =
        EventProto.TaskRestored.Active.newBuilder()
            .setWorker(active.worker().value())
            .addAllDevices(SpecCodec.writeShares(active.devices()))
            .setPlacedAtMillis(active.placedAtMillis())
            .setStartedAtMillis(active.startedAtMillis())
            .setExpected(active.expected())
            .setPort(active.port());
    AttemptId behind = active.behind();
    if (behind != null) {
      out.setBehind(write(behind));
    }
    AttemptId follower = active.follower();
    if (follower != null) {
      out.setFollower(write(follower));
    }
    Outcome stopReason = active.stopReason();
    if (stopReason != null) {
      out.setStopReason(SpecCodec.OUTCOME.write(stopReason));
    }
    return out.build();
  }

  private static Event.Status.Active read(EventProto.TaskRestored.Active in) {
    @Nullable AttemptId behind = in.hasBehind() ? read(in.getBehind()) : null;
    @Nullable AttemptId follower = in.hasFollower() ? read(in.getFollower()) : null;
    SpecProto.Outcome stopReason = in.getStopReason();
    return new Event.Status.Active(
        new WorkerId(in.getWorker()),
        SpecCodec.readShares(in.getDevicesList()),
        behind,
        follower,
        in.getPlacedAtMillis(),
        in.getStartedAtMillis(),
        SpecCodec.OUTCOME.readOptional(stopReason),
        in.getExpected(),
        in.getPort());
  }
}
