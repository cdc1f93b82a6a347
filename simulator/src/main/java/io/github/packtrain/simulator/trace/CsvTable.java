package io.github.packtrain.simulator.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of comma-separated values with a heading and no quotes, one row at a time. What is
 * wrong is said with file and line.
 */
final class CsvTable implements AutoCloseable {
  private final Path file;
  private final BufferedReader reader;
  private final TreeMap<String, Integer> columns = new TreeMap<>();
  private long line = 1;

  private CsvTable(Path file, BufferedReader reader) {
    this.file = file;
    this.reader = reader;
  }

  static CsvTable open(Path file) throws IOException {
    CsvTable table = new CsvTable(file, Files.newBufferedReader(file));
    String heading = table.reader.readLine();
    String[] names = heading == null ? new String[0] : heading.split(",", -1);
    for (int i = 0; i < names.length; i++) {
      table.columns.put(names[i].strip(), i);
    }
    return table;
  }

  /** The next row, or null at the end. */
  @Nullable Row next() throws IOException {
    String text = reader.readLine();
    line++;
    if (text == null || text.isBlank()) {
      return null;
    }
    String[] cells = text.split(",", -1);
    if (cells.length != columns.size()) {
      throw new IOException(where() + "has " + cells.length + " cells, not " + columns.size());
    }
    return new Row(cells);
  }

  private String where() {
    return file + " line " + line + " ";
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** One line of the table. */
  final class Row {
    private final String[] cells;

    private Row(String[] cells) {
      this.cells = cells;
    }

    String text(String column) throws IOException {
      Integer at = columns.get(column);
      if (at == null) {
        throw new IOException(file + " has no column " + column);
      }
      return cells[at];
    }

    int integer(String column) throws IOException {
      try {
        return Integer.parseInt(text(column));
      } catch (NumberFormatException e) {
        throw new IOException(where() + "has no whole number in " + column, e);
      }
    }
  }
}
