package io.github.packtrain.journal;

import io.github.packtrain.core.Event;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.search.StudyEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How facts become rows. An attempt becomes one row when it ends; until then what its end does not
 * say is kept here, and comes back with a snapshot's facts.
 */
final class HistoryProjection {
  /** So that one task's parameters are read without those of a million others. */
  private static final int PARAMS_PER_ROW = 128;

  private static final String INSERT_JOB =
      "INSERT INTO job (id, owner, admitted, count, cancel_requested, state, completed, failed, timed_out, ended_at)"
          + " VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, 0) ON CONFLICT (id) DO NOTHING";
  private static final String INSERT_PARAMS =
      "INSERT INTO params (job, first_index, added) VALUES (?, ?, ?) ON CONFLICT (job, first_index) DO NOTHING";
  private static final String INSERT_ATTEMPT =
      "INSERT INTO attempt (job, task_index, number, placed, started_at, ended, task_state)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String INSERT_MEASUREMENT =
      "INSERT INTO measurement (job, task_index, position, measured) VALUES (?, ?, ?, ?)";
  private static final String COUNT_STATE =
      "SELECT count(*) FROM attempt WHERE job = job.id AND task_state = ";

  private final HistoryTables tables;
  private final Map<AttemptId, OpenAttempt> open = new HashMap<>();

  /** Ended in the present transaction: dropped once it is committed. */
  private final List<AttemptId> closing = new ArrayList<>();

  private record OpenAttempt(Event.AttemptPlaced placed, long startedAtMillis) {}

  HistoryProjection(HistoryTables tables) {
    this.tables = tables;
  }

  /** Remembers what later facts refer to; writes nothing. */
  void track(Fact fact) {
    switch (fact) {
      case Event.AttemptPlaced placed -> open.put(placed.attempt(), new OpenAttempt(placed, 0));
      case Event.AttemptStarted(AttemptId attempt, long at) ->
          open.computeIfPresent(attempt, (_, entry) -> new OpenAttempt(entry.placed(), at));
      case Event.AttemptWithdrawn withdrawn -> closing.add(withdrawn.attempt());
      case Event.AttemptEnded ended -> closing.add(ended.attempt());
      case Event.AttemptRequeued requeued -> closing.add(requeued.attempt());
      case Event.TaskRestored restored -> trackRestored(restored);
      default -> {}
    }
  }

  private void trackRestored(Event.TaskRestored restored) {
    if (restored.status() instanceof Event.Status.Active active) {
      AttemptId attempt = new AttemptId(restored.task(), restored.attempts());
      Event.AttemptPlaced placed =
          new Event.AttemptPlaced(
              attempt, active.worker(), active.devices(), active.behind(), active.placedAtMillis());
      open.put(attempt, new OpenAttempt(placed, active.startedAtMillis()));
    }
  }

  /** Writes what the fact adds to history; {@code position} is its number in the journal. */
  void write(Fact fact, long position) throws SQLException {
    track(fact);
    switch (fact) {
      case Event event -> writeEvent(event, position);
      case StudyEvent event -> writeStudyEvent(event);
      default ->
          throw new IllegalArgumentException("not a fact of this release: " + fact.getClass());
    }
  }

  /** After the transaction is durable. */
  void committed() {
    closing.forEach(open::remove);
    closing.clear();
  }

  /** After the transaction failed: it will be tried again. */
  void rolledBack() {
    closing.clear();
  }

  private void writeEvent(Event event, long position) throws SQLException {
    switch (event) {
      case Event.JobAdmitted e -> admit(e, false);
      case Event.TasksAdded e -> addTasks(e);
      case Event.JobCancelled e ->
          tables.write("UPDATE job SET cancel_requested = 1 WHERE id = ?", e.job().value());
      case Event.TasksRetried e -> retry(e);
      case Event.JobEnded e -> endJob(e);
      case Event.AttemptEnded e -> endAttempt(e);
      case Event.AttemptRequeued e -> endAttempt(asEnd(e));
      case Event.AttemptMeasured e ->
          tables.write(
              INSERT_MEASUREMENT,
              e.attempt().task().job().value(),
              e.attempt().task().index(),
              position,
              EventCodec.encode(List.of(e)));
      case Event.WorkerRegistered e -> nameWorker(e.worker(), e.spec().name());
      case Event.WorkerRestored e -> nameWorker(e.worker(), e.spec().name());
      case Event.JobRestored e -> restore(e);
      case Event.JobClosed _,
          Event.DependencyMet _,
          Event.TaskCancelled _,
          Event.JobForgotten _,
          Event.AttemptPlaced _,
          Event.AttemptStarted _,
          Event.AttemptStopRequested _,
          Event.AttemptWithdrawn _,
          Event.BackoffEnded _,
          Event.WorkerLost _,
          Event.WorkerDrainChanged _,
          Event.WorkerForgotten _,
          Event.QueueConfigured _,
          Event.PlacementConfigured _,
          Event.ReservationAdded _,
          Event.ReservationRemoved _,
          Event.JobsRanked _,
          Event.PolicyCutOff _,
          Event.CountersRestored _,
          Event.LearnedRestored _,
          Event.TaskRestored _ -> {}
    }
  }

  private static Event.AttemptEnded asEnd(Event.AttemptRequeued e) {
    return new Event.AttemptEnded(
        e.attempt(),
        AttemptResult.ended(Outcome.EVICTED, "taken back, so that others could go first"),
        new Event.Next.Retry(e.atMillis()),
        e.atMillis());
  }

  private void writeStudyEvent(StudyEvent event) throws SQLException {
    switch (event) {
      case StudyEvent.TrialSuggested e ->
          tables.write(
              "INSERT INTO trial (study, number, suggested, ended) VALUES (?, ?, ?, NULL)"
                  + " ON CONFLICT (study, number) DO UPDATE SET suggested = excluded.suggested",
              e.study(),
              e.trial(),
              EventCodec.encode(List.of(e)));
      case StudyEvent.TrialEnded e ->
          tables.write(
              "INSERT INTO trial (study, number, suggested, ended) VALUES (?, ?, NULL, ?)"
                  + " ON CONFLICT (study, number) DO UPDATE SET ended = excluded.ended",
              e.study(),
              e.trial(),
              EventCodec.encode(List.of(e)));
      case StudyEvent.StudyCreated _,
          StudyEvent.TrialImported _,
          StudyEvent.TrialMeasured _,
          StudyEvent.StudyPaused _,
          StudyEvent.StudyResumed _,
          StudyEvent.StudyEnded _ -> {}
    }
  }

  // ---- jobs

  private void admit(Event.JobAdmitted e, boolean cancelRequested) throws SQLException {
    Event.JobAdmitted withoutParams =
        new Event.JobAdmitted(
            e.job(),
            e.submissionId(),
            e.owner(),
            e.atMillis(),
            e.spec(),
            e.count(),
            List.of(),
            e.open());
    byte[] admitted = EventCodec.encode(List.of(withoutParams));
    tables.write(
        INSERT_JOB, e.job().value(), e.owner(), admitted, e.count(), cancelRequested ? 1 : 0);
    writeParams(e.job(), 0, e.params());
  }

  private void addTasks(Event.TasksAdded e) throws SQLException {
    int first = (int) tables.number("SELECT count FROM job WHERE id = ?", e.job().value());
    writeParams(e.job(), first, e.params());
    tables.write(
        "UPDATE job SET count = count + ? WHERE id = ?", e.params().size(), e.job().value());
  }

  private void writeParams(JobId job, int firstIndex, List<String> params) throws SQLException {
    for (int from = 0; from < params.size(); from += PARAMS_PER_ROW) {
      List<String> some = params.subList(from, Math.min(from + PARAMS_PER_ROW, params.size()));
      byte[] added = EventCodec.encode(List.of(new Event.TasksAdded(job, some)));
      tables.write(INSERT_PARAMS, job.value(), firstIndex + from, added);
    }
  }

  private void endJob(Event.JobEnded e) throws SQLException {
    String counts =
        "completed = (%s), failed = (%s), timed_out = (%s)"
            .formatted(
                COUNT_STATE + number(TaskState.COMPLETED),
                COUNT_STATE + number(TaskState.FAILED),
                COUNT_STATE + number(TaskState.TIMED_OUT));
    tables.write(
        "UPDATE job SET state = ?, ended_at = ?, " + counts + " WHERE id = ?",
        JobCodec.JOB_STATE.write(e.state()).getNumber(),
        e.atMillis(),
        e.job().value());
  }

  /** The tasks wait again: what they ended as counts no longer, their attempts stay. */
  private void retry(Event.TasksRetried e) throws SQLException {
    for (TaskState state : e.states()) {
      tables.write(
          "UPDATE attempt SET task_state = 0 WHERE job = ? AND task_state = ?",
          e.job().value(),
          number(state));
    }
    tables.write(
        "UPDATE job SET state = 0, ended_at = 0, cancel_requested = 0 WHERE id = ?",
        e.job().value());
  }

  /** Only where the history does not have the job already, after its file was lost. */
  private void restore(Event.JobRestored e) throws SQLException {
    admit(e.admitted(), e.cancelled());
    Event.JobEnded end = e.end();
    if (end != null) {
      endJob(end);
    }
  }

  // ---- attempts

  private void endAttempt(Event.AttemptEnded e) throws SQLException {
    AttemptId id = e.attempt();
    @Nullable OpenAttempt entry = open.get(id);
    int taskState =
        switch (e.next()) {
          case Event.Next.End(TaskState state) -> number(state);
          case Event.Next.Retry _ -> 0;
        };
    tables.write(
        INSERT_ATTEMPT,
        id.task().job().value(),
        id.task().index(),
        id.number(),
        entry == null ? null : EventCodec.encode(List.of(entry.placed())),
        entry == null ? 0L : entry.startedAtMillis(),
        EventCodec.encode(List.of(e)),
        taskState);
  }

  private void nameWorker(WorkerId worker, String name) throws SQLException {
    tables.write(
        "INSERT INTO worker (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        worker.value(),
        name);
  }

  static int number(TaskState state) {
    return JobCodec.TASK_STATE.write(state).getNumber();
  }
}
