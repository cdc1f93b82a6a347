package io.github.packtrain.worker.events;

/**
 * A line that could not be understood.
 *
 * @param number of the line in the file, from 1
 * @param reason for people
 */
public record BrokenLine(long number, String reason) {
  @Override
  public String toString() {
    return "line " + number + ": " + reason;
  }
}
