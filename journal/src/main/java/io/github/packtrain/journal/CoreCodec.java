package io.github.packtrain.journal;

import io.github.packtrain.core.Event;
import io.github.packtrain.core.learn.Lesson;
import io.github.packtrain.journal.JournalException.TooNew;
import io.github.packtrain.journal.v1.EventProto;
import io.github.packtrain.journal.v1.EventProto.Entry;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.WorkerId;

/** Between the core's events and the schema of the journal. */
final class CoreCodec {
  private CoreCodec() {}

  static Entry write(Event event) {
    Entry.Builder entry = Entry.newBuilder();
    switch (event) {
      case Event.AttemptPlaced e -> entry.setAttemptPlaced(placed(e));
      case Event.AttemptStarted e -> entry.setAttemptStarted(started(e));
      case Event.AttemptEnded e -> entry.setAttemptEnded(ended(e));
      case Event.AttemptMeasured e -> entry.setAttemptMeasured(measured(e));
      case Event.AttemptStopRequested e -> entry.setAttemptStopRequested(stopRequested(e));
      case Event.AttemptWithdrawn e -> entry.setAttemptWithdrawn(withdrawn(e));
      case Event.BackoffEnded e ->
          entry.setBackoffEnded(
              EventProto.BackoffEnded.newBuilder().setTask(JobCodec.write(e.task())));
      case Event.JobAdmitted e -> entry.setJobAdmitted(JobCodec.write(e));
      case Event.TasksAdded e ->
          entry.setTasksAdded(
              EventProto.TasksAdded.newBuilder().setJob(e.job().value()).addAllParams(e.params()));
      case Event.JobClosed e ->
          entry.setJobClosed(EventProto.JobClosed.newBuilder().setJob(e.job().value()));
      case Event.JobCancelled e -> entry.setJobCancelled(cancelled(e));
      case Event.TaskCancelled e -> entry.setTaskCancelled(cancelled(e));
      case Event.TasksRetried e -> entry.setTasksRetried(retried(e));
      case Event.DependencyMet e ->
          entry.setDependencyMet(
              EventProto.DependencyMet.newBuilder()
                  .setJob(e.job().value())
                  .setPlace(e.place())
                  .setAtMillis(e.atMillis()));
      case Event.JobEnded e -> entry.setJobEnded(JobCodec.write(e));
      case Event.JobForgotten e ->
          entry.setJobForgotten(EventProto.JobForgotten.newBuilder().setJob(e.job().value()));
      case Event.WorkerRegistered e -> entry.setWorkerRegistered(registered(e));
      case Event.WorkerLost e -> entry.setWorkerLost(lost(e));
      case Event.WorkerDrainChanged e -> entry.setWorkerDrainChanged(drainChanged(e));
      case Event.WorkerForgotten e ->
          entry.setWorkerForgotten(
              EventProto.WorkerForgotten.newBuilder().setWorker(e.worker().value()));
      case Event.CountersRestored e -> entry.setCountersRestored(restored(e));
      case Event.LearnedRestored e -> entry.setLearnedRestored(restored(e.lesson()));
      case Event.WorkerRestored e -> entry.setWorkerRestored(JobCodec.write(e));
      case Event.JobRestored e -> entry.setJobRestored(JobCodec.write(e));
      case Event.TaskRestored e -> entry.setTaskRestored(JobCodec.write(e));
      case Event.AttemptRequeued e -> entry.setAttemptRequeued(QueueCodec.write(e));
      case Event.QueueConfigured e -> entry.setQueueConfigured(QueueCodec.write(e));
      case Event.ReservationAdded e -> entry.setReservationAdded(QueueCodec.write(e));
      case Event.ReservationRemoved e -> entry.setReservationRemoved(QueueCodec.write(e));
      case Event.JobsRanked e -> entry.setJobsRanked(QueueCodec.write(e));
      case Event.PolicyCutOff e -> entry.setPolicyCutOff(QueueCodec.write(e));
      case Event.PlacementConfigured e -> entry.setPlacementConfigured(QueueCodec.write(e));
    }
    return entry.build();
  }

  private static EventProto.AttemptStarted started(Event.AttemptStarted e) {
    return EventProto.AttemptStarted.newBuilder()
        .setAttempt(JobCodec.write(e.attempt()))
        .setAtMillis(e.atMillis())
        .build();
  }

  private static EventProto.AttemptMeasured measured(Event.AttemptMeasured e) {
    return EventProto.AttemptMeasured.newBuilder()
        .setAttempt(JobCodec.write(e.attempt()))
        .setStep(e.measurement().step())
        .addAllMetrics(SpecCodec.writeMetrics(e.measurement().metrics()))
        .setAtMillis(e.atMillis())
        .build();
  }

  private static EventProto.AttemptStopRequested stopRequested(Event.AttemptStopRequested e) {
    return EventProto.AttemptStopRequested.newBuilder()
        .setAttempt(JobCodec.write(e.attempt()))
        .setReason(SpecCodec.OUTCOME.write(e.reason()))
        .setAtMillis(e.atMillis())
        .build();
  }

  private static EventProto.JobCancelled cancelled(Event.JobCancelled e) {
    return EventProto.JobCancelled.newBuilder()
        .setJob(e.job().value())
        .setBy(e.by())
        .setReason(e.reason())
        .setAtMillis(e.atMillis())
        .build();
  }

  private static EventProto.TaskCancelled cancelled(Event.TaskCancelled e) {
    return EventProto.TaskCancelled.newBuilder()
        .setTask(JobCodec.write(e.task()))
        .setBy(e.by())
        .setReason(e.reason())
        .setAtMillis(e.atMillis())
        .build();
  }

  private static EventProto.TasksRetried retried(Event.TasksRetried e) {
    return EventProto.TasksRetried.newBuilder()
        .setJob(e.job().value())
        .addAllStates(e.states().stream().map(JobCodec.TASK_STATE::write).toList())
        .setBy(e.by())
        .setAtMillis(e.atMillis())
        .build();
  }

  private static EventProto.WorkerRegistered registered(Event.WorkerRegistered e) {
    return EventProto.WorkerRegistered.newBuilder()
        .setWorker(e.worker().value())
        .setUid(e.uid())
        .setIncarnation(e.incarnation())
        .setSpec(SpecCodec.write(e.spec()))
        .setAtMillis(e.atMillis())
        .build();
  }

  private static EventProto.WorkerLost lost(Event.WorkerLost e) {
    return EventProto.WorkerLost.newBuilder()
        .setWorker(e.worker().value())
        .setWhy(e.why())
        .setAtMillis(e.atMillis())
        .build();
  }

  private static EventProto.WorkerDrainChanged drainChanged(Event.WorkerDrainChanged e) {
    return EventProto.WorkerDrainChanged.newBuilder()
        .setWorker(e.worker().value())
        .setDraining(e.draining())
        .setBy(e.by())
        .setReason(e.reason())
        .setAtMillis(e.atMillis())
        .build();
  }

  private static EventProto.CountersRestored restored(Event.CountersRestored e) {
    return EventProto.CountersRestored.newBuilder()
        .setLastJob(e.lastJob())
        .setLastWorker(e.lastWorker())
        .setPosition(e.position())
        .build();
  }

  private static EventProto.LearnedRestored restored(Lesson lesson) {
    return EventProto.LearnedRestored.newBuilder()
        .setTable(lesson.table().number())
        .addAllKey(lesson.key())
        .addAllNumbers(lesson.numbers())
        .build();
  }

  private static EventProto.AttemptPlaced placed(Event.AttemptPlaced e) {
    EventProto.AttemptPlaced.Builder out =
        EventProto.AttemptPlaced.newBuilder()
            .setAttempt(JobCodec.write(e.attempt()))
            .setWorker(e.worker().value())
            .addAllDevices(SpecCodec.writeShares(e.devices()))
            .setPort(e.port())
            .setAtMillis(e.atMillis());
    AttemptId behind = e.behind();
    if (behind != null) {
      out.setBehind(JobCodec.write(behind));
    }
    return out.build();
  }

  private static EventProto.AttemptEnded ended(Event.AttemptEnded e) {
    EventProto.AttemptEnded.Builder out =
        EventProto.AttemptEnded.newBuilder()
            .setAttempt(JobCodec.write(e.attempt()))
            .setResult(SpecCodec.write(e.result()))
            .setAtMillis(e.atMillis());
    switch (e.next()) {
      case Event.Next.End(var state) -> out.setEnd(JobCodec.TASK_STATE.write(state));
      case Event.Next.Retry(long at) -> out.setRetryAtMillis(at);
    }
    return out.build();
  }

  private static EventProto.AttemptWithdrawn withdrawn(Event.AttemptWithdrawn e) {
    EventProto.AttemptWithdrawn.Builder out =
        EventProto.AttemptWithdrawn.newBuilder()
            .setAttempt(JobCodec.write(e.attempt()))
            .setAtMillis(e.atMillis());
    switch (e.next()) {
      case Event.Next.End(var state) -> out.setEnd(JobCodec.TASK_STATE.write(state));
      case Event.Next.Retry(long at) -> out.setRetryAtMillis(at);
    }
    return out.build();
  }

  // ---- reading, one method each; EventCodec chooses

  static Event read(EventProto.AttemptPlaced in) {
    return new Event.AttemptPlaced(
        JobCodec.read(in.getAttempt()),
        new WorkerId(in.getWorker()),
        SpecCodec.readShares(in.getDevicesList()),
        in.hasBehind() ? JobCodec.read(in.getBehind()) : null,
        in.getPort(),
        in.getAtMillis());
  }

  static Event read(EventProto.AttemptStarted in) {
    return new Event.AttemptStarted(JobCodec.read(in.getAttempt()), in.getAtMillis());
  }

  static Event read(EventProto.AttemptEnded in) {
    Event.Next next =
        switch (in.getNextCase()) {
          case END -> new Event.Next.End(JobCodec.TASK_STATE.read(in.getEnd()));
          case RETRY_AT_MILLIS -> new Event.Next.Retry(in.getRetryAtMillis());
          case NEXT_NOT_SET -> throw unknownNext();
        };
    return new Event.AttemptEnded(
        JobCodec.read(in.getAttempt()), SpecCodec.read(in.getResult()), next, in.getAtMillis());
  }

  static Event read(EventProto.AttemptMeasured in) {
    Measurement measurement =
        new Measurement(in.getStep(), SpecCodec.readMetrics(in.getMetricsList()));
    return new Event.AttemptMeasured(JobCodec.read(in.getAttempt()), measurement, in.getAtMillis());
  }

  static Event read(EventProto.AttemptStopRequested in) {
    return new Event.AttemptStopRequested(
        JobCodec.read(in.getAttempt()), SpecCodec.OUTCOME.read(in.getReason()), in.getAtMillis());
  }

  static Event read(EventProto.AttemptWithdrawn in) {
    Event.Next next =
        switch (in.getNextCase()) {
          case END -> new Event.Next.End(JobCodec.TASK_STATE.read(in.getEnd()));
          case RETRY_AT_MILLIS -> new Event.Next.Retry(in.getRetryAtMillis());
          case NEXT_NOT_SET -> throw unknownNext();
        };
    return new Event.AttemptWithdrawn(JobCodec.read(in.getAttempt()), next, in.getAtMillis());
  }

  static Event read(EventProto.TasksAdded in) {
    return new Event.TasksAdded(new JobId(in.getJob()), in.getParamsList());
  }

  static Event read(EventProto.JobCancelled in) {
    return new Event.JobCancelled(
        new JobId(in.getJob()), in.getBy(), in.getReason(), in.getAtMillis());
  }

  static Event read(EventProto.TaskCancelled in) {
    return new Event.TaskCancelled(
        JobCodec.read(in.getTask()), in.getBy(), in.getReason(), in.getAtMillis());
  }

  static Event read(EventProto.DependencyMet in) {
    return new Event.DependencyMet(new JobId(in.getJob()), in.getPlace(), in.getAtMillis());
  }

  static Event read(EventProto.TasksRetried in) {
    return new Event.TasksRetried(
        new JobId(in.getJob()),
        in.getStatesList().stream().map(JobCodec.TASK_STATE::read).toList(),
        in.getBy(),
        in.getAtMillis());
  }

  static Event read(EventProto.WorkerRegistered in) {
    return new Event.WorkerRegistered(
        new WorkerId(in.getWorker()),
        in.getUid(),
        in.getIncarnation(),
        SpecCodec.read(in.getSpec()),
        in.getAtMillis());
  }

  static Event read(EventProto.WorkerLost in) {
    return new Event.WorkerLost(new WorkerId(in.getWorker()), in.getWhy(), in.getAtMillis());
  }

  static Event read(EventProto.WorkerDrainChanged in) {
    return new Event.WorkerDrainChanged(
        new WorkerId(in.getWorker()),
        in.getDraining(),
        in.getBy(),
        in.getReason(),
        in.getAtMillis());
  }

  static Event read(EventProto.CountersRestored in) {
    return new Event.CountersRestored(in.getLastJob(), in.getLastWorker(), in.getPosition());
  }

  static Event read(EventProto.LearnedRestored in) {
    Lesson.Table table =
        Lesson.Table.find(in.getTable())
            .orElseThrow(
                () -> new TooNew("this release does not know everything that was learned"));
    return new Event.LearnedRestored(new Lesson(table, in.getKeyList(), in.getNumbersList()));
  }

  private static TooNew unknownNext() {
    return new TooNew("this release does not know every way on from an attempt");
  }
}
