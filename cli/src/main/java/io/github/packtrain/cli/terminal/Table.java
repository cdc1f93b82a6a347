package io.github.packtrain.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Columns aligned by spaces. Never wraps: where the terminal is too narrow, the widest columns are
 * cut and end in {@code …}; written to a file or pipe, nothing is cut.
 */
public final class Table {
  private static final int CUT_MIN = 8;
  private static final String GAP = "  ";

  private final List<String> titles = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** A column and what stands in it, of one thing a row. */
  public record Column<T>(String title, boolean isRight, Function<T, String> cell) {}

  /** A column of words. */
  public static <T> Column<T> left(String title, Function<T, String> cell) {
    return new Column<>(title, false, cell);
  }

  /** A column of numbers, aligned to the right. */
  public static <T> Column<T> right(String title, Function<T, String> cell) {
    return new Column<>(title, true, cell);
  }

  /** A row for each thing. */
  @SafeVarargs
  public static <T> Table of(List<T> things, Column<T>... columns) {
    Table table = new Table();
    for (Column<T> column : columns) {
      table.titles.add(column.title());
      table.right.add(column.isRight());
    }
    for (T thing : things) {
      table.row(Stream.of(columns).map(column -> column.cell().apply(thing)).toList());
    }
    return table;
  }

  /** Adds a column of words. */
  public Table left(String title) {
    titles.add(title);
    right.add(false);
    return this;
  }

  /** Adds a column of numbers, aligned to the right. */
  public Table right(String title) {
    titles.add(title);
    right.add(true);
    return this;
  }

  /** Adds a row; a cell that is empty shows as {@code -}. */
  public void row(List<String> cells) {
    if (cells.size() != titles.size()) {
      throw new IllegalArgumentException(cells + " in columns " + titles);
    }
    rows.add(cells.stream().map(cell -> cell.isEmpty() ? "-" : oneLine(cell)).toList());
  }

  /** Adds a row. */
  public void row(String... cells) {
    row(List.of(cells));
  }

  /** Whether there are no rows. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * The lines, the titles first.
   *
   * @param width columns there are; 0 for any number
   */
  public List<String> lines(int width) {
    int[] widths = widths(width);
    List<String> lines = new ArrayList<>();
    lines.add(line(titles, widths));
    for (List<String> row : rows) {
      lines.add(line(row, widths));
    }
    return lines;
  }

  private int[] widths(int width) {
    int[] widths = new int[titles.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = length(titles.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    if (width > 0) {
      narrow(widths, width);
    }
    return widths;
  }

  /** Takes from the widest column, one by one, until the line fits or nothing can be taken. */
  private static void narrow(int[] widths, int width) {
    int total = GAP.length() * (widths.length - 1);
    for (int w : widths) {
      total += w;
    }
    while (total > width) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        if (widths[i] >= widths[widest]) {
          widest = i;
        }
      }
      if (widths[widest] <= CUT_MIN) {
        return;
      }
      widths[widest]--;
      total--;
    }
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cut(cells.get(i), widths[i]);
      String pad = " ".repeat(widths[i] - length(cell));
      line.append(right.get(i) ? pad + cell : cell + pad);
      line.append(i < cells.size() - 1 ? GAP : "");
    }
    return line.toString().stripTrailing();
  }

  /** {@code text} in at most {@code width} columns. */
  public static String cut(String text, int width) {
    if (length(text) <= width) {
      return text;
    }
    int end = text.offsetByCodePoints(0, Math.max(0, width - 1));
    return text.substring(0, end) + "…";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String oneLine(String cell) {
    return cell.chars().anyMatch(Character::isISOControl)
        ? cell.replaceAll("\\p{Cntrl}+", " ").strip()
        : cell;
  }
}
