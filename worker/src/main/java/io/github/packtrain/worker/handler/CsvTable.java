package io.github.packtrain.worker.handler;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV file with a header, indexed by some of its columns. Commas separate, double quotes enclose;
 * a field holds no line break.
 */
final class CsvTable {
  private static final long FILE_MAX_BYTES = 512L << 20;

  private final List<String> columns;
  private final Map<List<String>, List<String>> rows;

  private CsvTable(List<String> columns, Map<List<String>, List<String>> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  static CsvTable read(Path file, List<String> keyColumns)
      throws IOException, BadParameterException {
    if (!Files.isRegularFile(file)) {
      throw new BadParameterException("there is no table " + file.toAbsolutePath());
    }
    if (Files.size(file) > FILE_MAX_BYTES) {
      throw new BadParameterException(file + " is larger than " + FILE_MAX_BYTES + " bytes");
    }
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      String header = reader.readLine();
      List<String> columns = header == null ? List.of() : split(header);
      int[] keys = new int[keyColumns.size()];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = indexOf(file, columns, keyColumns.get(i));
      }
      return new CsvTable(columns, readRows(file, reader, columns.size(), keys));
    }
  }

  private static Map<List<String>, List<String>> readRows(
      Path file, BufferedReader reader, int width, int[] keys)
      throws IOException, BadParameterException {
    Map<List<String>, List<String>> rows = new HashMap<>();
    int number = 1;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      List<String> row = split(line);
      if (row.size() != width) {
        throw new BadParameterException(
            "%s line %d has %d fields, its header %d".formatted(file, number, row.size(), width));
      }
      List<String> key = new ArrayList<>();
      for (int column : keys) {
        key.add(row.get(column));
      }
      if (rows.put(key, row) != null) {
        throw new BadParameterException(
            "%s line %d repeats the key %s".formatted(file, number, key));
      }
    }
    return rows;
  }

  /** The number in a column of the row with this key. */
  double number(Path file, List<String> key, String column) throws BadParameterException {
    List<String> row = rows.get(key);
    if (row == null) {
      throw new BadParameterException(
          "%s has no row with the key %s (it has %d rows)".formatted(file, key, rows.size()));
    }
    String text = row.get(indexOf(file, columns, column));
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new BadParameterException(
          "%s: '%s' in column %s of row %s is not a number".formatted(file, text, column, key));
    }
  }

  private static int indexOf(Path file, List<String> columns, String column)
      throws BadParameterException {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new BadParameterException(
          "%s has no column '%s'; its columns are %s".formatted(file, column, columns));
    }
    return index;
  }

  static List<String> split(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString().strip());
    return fields;
  }
}
