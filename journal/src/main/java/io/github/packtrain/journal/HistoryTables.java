package io.github.packtrain.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables of {@code history.db} and the statements that write them. Blobs are facts as {@link
 * EventCodec} encodes them; the columns beside them are what queries select by.
 */
final class HistoryTables implements AutoCloseable {
  private static final List<String> CREATE =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS progress (
            id INTEGER PRIMARY KEY,
            sequence BIGINT NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS job (
            id INTEGER PRIMARY KEY,
            owner TEXT NOT NULL,
            admitted BLOB NOT NULL,
            count INTEGER NOT NULL,
            cancel_requested INTEGER NOT NULL,
            state INTEGER NOT NULL,
            completed INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            timed_out INTEGER NOT NULL,
            ended_at BIGINT NOT NULL)""",
          "CREATE INDEX IF NOT EXISTS job_by_end ON job (ended_at) WHERE ended_at > 0",
          """
          CREATE TABLE IF NOT EXISTS params (
            job BIGINT NOT NULL,
            first_index INTEGER NOT NULL,
            added BLOB NOT NULL,
            PRIMARY KEY (job, first_index)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS attempt (
            job BIGINT NOT NULL,
            task_index INTEGER NOT NULL,
            number INTEGER NOT NULL,
            placed BLOB,
            started_at BIGINT NOT NULL,
            ended BLOB NOT NULL,
            task_state INTEGER NOT NULL,
            PRIMARY KEY (job, task_index, number)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS measurement (
            job BIGINT NOT NULL,
            task_index INTEGER NOT NULL,
            position BIGINT NOT NULL,
            measured BLOB NOT NULL,
            PRIMARY KEY (job, task_index, position)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS worker (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS trial (
            study TEXT NOT NULL,
            number INTEGER NOT NULL,
            suggested BLOB,
            ended BLOB,
            PRIMARY KEY (study, number)) WITHOUT ROWID""");

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  HistoryTables(Connection connection) {
    this.connection = connection;
  }

  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : CREATE) {
        statement.execute(table);
      }
    }
  }

  /**
   * Executes a statement that writes; prepared once. Values are numbers, strings, bytes or null.
   */
  int write(String sql, @Nullable Object... values) throws SQLException {
    return prepare(sql, values).executeUpdate();
  }

  /** The first number that the query gives; 0 when it gives none. */
  long number(String sql, @Nullable Object... values) throws SQLException {
    try (ResultSet row = prepare(sql, values).executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** Drops what was prepared: after a failure the driver has done so, too. */
  @Override
  public void close() throws SQLException {
    SQLException failure = null;
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        failure = e;
      }
    }
    prepared.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
