package io.github.packtrain.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The statements on the one table of the journal: standard SQL, apart from {@link #CREATE}. */
final class BatchTable {
  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS batch (
        sequence INTEGER PRIMARY KEY,
        epoch BIGINT NOT NULL,
        last_event BIGINT NOT NULL,
        event_count INTEGER NOT NULL,
        at_millis BIGINT NOT NULL,
        previous_chain INTEGER NOT NULL,
        chain INTEGER NOT NULL,
        payload BLOB NOT NULL)""";
  private static final String COLUMNS =
      "sequence, epoch, last_event, event_count, at_millis, previous_chain, chain, payload";
  static final String INSERT =
      "INSERT INTO batch (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String SELECT_FROM =
      "SELECT " + COLUMNS + " FROM batch WHERE sequence >= ? ORDER BY sequence LIMIT ?";
  private static final String LAST_EVENT = "SELECT last_event FROM batch WHERE sequence = ?";
  private static final String FIRST = "SELECT min(sequence) FROM batch";
  private static final String LAST = "SELECT max(sequence) FROM batch";
  private static final String DELETE_BEFORE = "DELETE FROM batch WHERE sequence < ?";

  /**
   * Both bounds on what one read holds in memory; at least one batch is read however large it is.
   */
  private static final int PAGE_ROWS = 256;

  private static final int PAGE_PAYLOAD_BYTES = 4 << 20;

  private BatchTable() {}

  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE);
    }
  }

  /** Whether there is a table at all; there is none only before the first start came to its end. */
  static boolean exists(Connection connection) throws SQLException {
    try (ResultSet tables = connection.getMetaData().getTables(null, null, "batch", null)) {
      return tables.next();
    }
  }

  static void insert(PreparedStatement insert, Batch batch) throws SQLException {
    insert.setLong(1, batch.sequence());
    insert.setLong(2, batch.epoch());
    insert.setLong(3, batch.lastEvent());
    insert.setInt(4, batch.eventCount());
    insert.setLong(5, batch.atMillis());
    insert.setInt(6, batch.previousChain());
    insert.setInt(7, batch.chain());
    insert.setBytes(8, batch.payload());
    insert.executeUpdate();
  }

  /** The sequence of the oldest batch kept; 0 when the table is empty. */
  static long first(Connection connection) throws SQLException {
    return number(connection, FIRST);
  }

  /** The sequence of the newest batch; 0 when the table is empty. */
  static long last(Connection connection) throws SQLException {
    return number(connection, LAST);
  }

  /** Some batches from {@code sequence} on, in order; empty at the end. */
  static List<Batch> page(Connection connection, long sequence) throws SQLException {
    return page(connection, sequence, PAGE_ROWS);
  }

  private static List<Batch> page(Connection connection, long sequence, int rows)
      throws SQLException {
    List<Batch> batches = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT_FROM)) {
      select.setLong(1, sequence);
      select.setInt(2, rows);
      try (ResultSet row = select.executeQuery()) {
        long bytes = 0;
        while (bytes < PAGE_PAYLOAD_BYTES && row.next()) {
          Batch batch = batchOf(row);
          bytes += batch.payload().length;
          batches.add(batch);
        }
      }
    }
    return batches;
  }

  /**
   * At most {@code rows} batches from the first one on that ends after {@code event}. Positions
   * grow with sequences, so a search by halves finds it without an index.
   */
  static List<Batch> after(Connection connection, long event, int rows) throws SQLException {
    long low = first(connection);
    long high = last(connection) + 1;
    try (PreparedStatement select = connection.prepareStatement(LAST_EVENT)) {
      while (low < high) {
        long middle = (low + high) >>> 1;
        select.setLong(1, middle);
        try (ResultSet row = select.executeQuery()) {
          if (row.next() && row.getLong(1) > event) {
            high = middle;
          } else {
            low = middle + 1;
          }
        }
      }
    }
    return page(connection, low, rows);
  }

  /** Deletes the batches before {@code sequence}. */
  static void deleteBefore(Connection connection, long sequence) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE_BEFORE)) {
      delete.setLong(1, sequence);
      delete.executeUpdate();
    }
  }

  private static Batch batchOf(ResultSet row) throws SQLException {
    byte[] payload = row.getBytes(8);
    return new Batch(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getInt(4),
        row.getLong(5),
        row.getInt(6),
        row.getInt(7),
        payload == null ? new byte[0] : payload);
  }

  static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
