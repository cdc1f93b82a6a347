package io.github.packtrain.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.packtrain.core.Event;
import io.github.packtrain.journal.v1.EventProto;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.search.StudyEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The queries on {@code history.db}, on a connection that only reads. */
record HistoryReader(Connection connection) {
  private static final String JOB =
      "SELECT admitted, count, cancel_requested, state, completed, failed, timed_out, ended_at FROM job";

  /** Tasks looked at in one go while filtering them. */
  private static final int TASK_PAGE = 1000;

  Optional<PastJob> findJob(JobId id) throws SQLException {
    return query(JOB + " WHERE id = ? AND ended_at > 0", HistoryReader::jobOf, id.value()).stream()
        .findFirst();
  }

  List<PastJob> jobsBefore(JobId before, int limit, Set<JobState> states, String owner)
      throws SQLException {
    String sql = JOB + " WHERE id < ? AND ended_at > 0";
    if (!states.isEmpty()) {
      sql +=
          states.stream()
              .map(state -> String.valueOf(JobCodec.JOB_STATE.write(state).getNumber()))
              .sorted()
              .collect(Collectors.joining(", ", " AND state IN (", ")"));
    }
    if (!owner.isEmpty()) {
      sql += " AND owner = ?";
    }
    sql += " ORDER BY id DESC LIMIT " + limit;
    return owner.isEmpty()
        ? query(sql, HistoryReader::jobOf, before.value())
        : query(sql, HistoryReader::jobOf, before.value(), owner);
  }

  List<PastTask> tasks(JobId job, int fromIndex, int limit, Set<TaskState> states)
      throws SQLException {
    Optional<PastJob> past = findJob(job);
    List<PastTask> found = new ArrayList<>();
    int count = past.map(PastJob::count).orElse(0);
    for (int from = fromIndex; from < count && found.size() < limit; from += TASK_PAGE) {
      for (PastTask task : tasksFrom(job, from, Math.min(count, from + TASK_PAGE))) {
        if (found.size() < limit && (states.isEmpty() || states.contains(task.state()))) {
          found.add(task);
        }
      }
    }
    return found;
  }

  List<PastAttempt> attempts(TaskId task) throws SQLException {
    return query(
        "SELECT placed, started_at, ended FROM attempt WHERE job = ? AND task_index = ? ORDER BY number",
        this::attemptOf,
        task.job().value(),
        task.index());
  }

  List<PastMeasurement> measurements(TaskId task, long afterPosition, int limit)
      throws SQLException {
    return query(
        "SELECT position, measured FROM measurement WHERE job = ? AND task_index = ? AND position > ?"
            + " ORDER BY position LIMIT "
            + limit,
        row -> {
          Event.AttemptMeasured measured = (Event.AttemptMeasured) fact(row.getBytes(2));
          return new PastMeasurement(
              row.getLong(1), measured.attempt(), measured.measurement(), measured.atMillis());
        },
        task.job().value(),
        task.index(),
        afterPosition);
  }

  List<PastTrial> trials(String study, int afterTrial, int limit) throws SQLException {
    return query(
        "SELECT suggested, ended FROM trial WHERE study = ? AND number > ? AND ended IS NOT NULL"
            + " ORDER BY number LIMIT "
            + limit,
        row -> {
          byte[] suggested = row.getBytes(1);
          return new PastTrial(
              suggested == null
                  ? Optional.empty()
                  : Optional.of((StudyEvent.TrialSuggested) fact(suggested)),
              (StudyEvent.TrialEnded) fact(row.getBytes(2)));
        },
        study,
        afterTrial);
  }

  // ---- rows

  private static PastJob jobOf(ResultSet row) throws SQLException {
    Event.JobAdmitted admitted = (Event.JobAdmitted) fact(row.getBytes(1));
    int count = row.getInt(2);
    int completed = row.getInt(5);
    int failed = row.getInt(6);
    int timedOut = row.getInt(7);
    EventProto.JobState state = EventProto.JobState.forNumber(row.getInt(4));
    return new PastJob(
        admitted.job(),
        admitted.submissionId(),
        admitted.owner(),
        admitted.spec(),
        JobCodec.JOB_STATE.read(state == null ? EventProto.JobState.UNRECOGNIZED : state),
        count,
        completed,
        failed,
        count - completed - failed - timedOut,
        timedOut,
        row.getInt(3) != 0,
        admitted.atMillis(),
        row.getLong(8));
  }

  private record TaskRow(int index, int number, TaskState state, AttemptResult result) {}

  /**
   * Every task of an ended job has ended: one without a final attempt was cancelled while it
   * waited.
   */
  private List<PastTask> tasksFrom(JobId job, int from, int to) throws SQLException {
    List<TaskRow> rows =
        query(
            "SELECT task_index, number, task_state, ended FROM attempt"
                + " WHERE job = ? AND task_index >= ? AND task_index < ? ORDER BY task_index, number",
            HistoryReader::taskRowOf,
            job.value(),
            from,
            to);
    TaskParams params = new TaskParams(job);
    List<PastTask> tasks = new ArrayList<>();
    int at = 0;
    for (int index = from; index < to; index++) {
      int attempts = 0;
      TaskState state = TaskState.CANCELLED;
      Optional<AttemptResult> result = Optional.empty();
      for (; at < rows.size() && rows.get(at).index() == index; at++) {
        attempts = Math.max(attempts, rows.get(at).number());
        state = rows.get(at).state();
        result = Optional.of(rows.get(at).result());
      }
      tasks.add(new PastTask(new TaskId(job, index), state, params.of(index), attempts, result));
    }
    return tasks;
  }

  private static TaskRow taskRowOf(ResultSet row) throws SQLException {
    Event.AttemptEnded ended = (Event.AttemptEnded) fact(row.getBytes(4));
    EventProto.TaskState state = EventProto.TaskState.forNumber(row.getInt(3));
    return new TaskRow(
        row.getInt(1),
        row.getInt(2),
        state == null || state == EventProto.TaskState.TASK_STATE_UNSPECIFIED
            ? TaskState.CANCELLED
            : JobCodec.TASK_STATE.read(state),
        ended.result());
  }

  private PastAttempt attemptOf(ResultSet row) throws SQLException {
    Event.AttemptEnded ended = (Event.AttemptEnded) fact(row.getBytes(3));
    byte[] placedBytes = row.getBytes(1);
    Event.AttemptPlaced placed =
        placedBytes == null
            ? new Event.AttemptPlaced(ended.attempt(), new WorkerId(1), List.of(), null, 0)
            : (Event.AttemptPlaced) fact(placedBytes);
    List<String> name =
        query("SELECT name FROM worker WHERE id = ?", r -> r.getString(1), placed.worker().value());
    return new PastAttempt(
        ended.attempt(),
        placed.worker(),
        placedBytes == null ? "" : name.isEmpty() ? placed.worker().toString() : name.getFirst(),
        placed.devices(),
        placed.atMillis(),
        row.getLong(2),
        ended.atMillis(),
        ended.result());
  }

  /** The parameters of tasks asked for in order; each row of many is read once. */
  private final class TaskParams {
    private final JobId job;
    private int first;
    private List<String> some = List.of();

    /** No row begins before this one that is not read already. */
    private long nextFirst;

    TaskParams(JobId job) {
      this.job = job;
    }

    String of(int index) throws SQLException {
      if (index >= first + some.size() && index >= nextFirst) {
        load(index);
      }
      return index >= first && index < first + some.size() ? some.get(index - first) : "";
    }

    private void load(int index) throws SQLException {
      some =
          query(
                  "SELECT added, first_index FROM params WHERE job = ? AND first_index <= ?"
                      + " ORDER BY first_index DESC LIMIT 1",
                  row -> {
                    first = row.getInt(2);
                    return ((Event.TasksAdded) fact(row.getBytes(1))).params();
                  },
                  job.value(),
                  index)
              .stream()
              .findFirst()
              .orElse(List.of());
      nextFirst =
          query(
                  "SELECT coalesce(min(first_index), ?) FROM params WHERE job = ? AND first_index > ?",
                  row -> row.getLong(1),
                  Long.MAX_VALUE,
                  job.value(),
                  index)
              .getFirst();
    }
  }

  private static Fact fact(byte[] bytes) throws SQLException {
    try {
      return EventCodec.decode(bytes).getFirst();
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("a row of the history cannot be decoded", e);
    }
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, RowReader<T> reader, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (row.next()) {
          found.add(reader.read(row));
        }
        return found;
      }
    }
  }
}
