package io.github.packtrain.model;

/**
 * Identifies one execution of a task on one worker. It is the fence: a report is accepted only
 * while its attempt is the task's current one, so nothing of a replaced attempt ever counts.
 *
 * @param number 1 for a task's first attempt, growing; never given out twice for a task
 */
public record AttemptId(TaskId task, int number) implements Comparable<AttemptId> {
  public AttemptId {
    if (number < 1) {
      throw new IllegalArgumentException("an attempt number is at least 1, not " + number);
    }
  }

  /** Shorthand for {@code new AttemptId(new TaskId(new JobId(job), index), number)}. */
  public static AttemptId of(long job, int index, int number) {
    return new AttemptId(new TaskId(new JobId(job), index), number);
  }

  /** Reads {@code J42/17.1}. */
  public static AttemptId parse(String text) {
    int dot = text.lastIndexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("an attempt is written J42/17.1, not '" + text + "'");
    }
    return new AttemptId(
        TaskId.parse(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
  }

  @Override
  public int compareTo(AttemptId other) {
    int byTask = task.compareTo(other.task);
    return byTask != 0 ? byTask : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return task + "." + number;
  }
}
