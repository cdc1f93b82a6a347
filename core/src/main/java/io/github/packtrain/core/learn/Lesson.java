package io.github.packtrain.core.learn;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A row of what was learned, for snapshots: small, so that they can be written in chunks. Rows come
 * back in the order in which they went out.
 *
 * @param key texts that name the row in its table
 * @param numbers its content; what a table's rows hold may grow at the end only
 */
public record Lesson(Table table, List<String> key, List<Long> numbers) {
  public Lesson {
    key = List.copyOf(key);
    numbers = List.copyOf(numbers);
  }

  /** What a row belongs to. Numbers are for journals: never changed or used again. */
  public enum Table {
    TASK_ON_WORKER(1),
    TASK(2),
    MODEL(3),
    KIND(4),
    ALL(5),
    SPREAD(6),
    CALIBRATION(7),
    ELASTICITY(8),
    STANDING(9),
    PACE(10),
    STANDING_OF_ALL(11),
    RESIDUALS(12),
    TALLY(13);

    private final int number;

    Table(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }

    /** The table of that number, or empty when a newer release gave it out. */
    public static Optional<Table> find(int number) {
      return Arrays.stream(values()).filter(table -> table.number == number).findFirst();
    }
  }
}
