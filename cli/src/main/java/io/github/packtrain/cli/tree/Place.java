package io.github.packtrain.cli.tree;

/**
 * Where something stands in a file.
 *
 * @param line from 1; 0 for what was not read from a file
 * @param column from 1; 0 for what was not read from a file
 */
public record Place(int line, int column) implements Comparable<Place> {
  /** The place of what was not read from a file. */
  public static final Place NONE = new Place(0, 0);

  @Override
  public int compareTo(Place other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
