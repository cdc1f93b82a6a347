package io.github.packtrain.model;

/**
 * Identifies a task: the job and the task's place in it.
 *
 * @param index 0-based place in the job
 */
public record TaskId(JobId job, int index) implements Comparable<TaskId> {
  public TaskId {
    if (index < 0) {
      throw new IllegalArgumentException("a task index is at least 0, not " + index);
    }
  }

  /** Reads {@code J42/17}. */
  public static TaskId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("a task is written J42/17, not '" + text + "'");
    }
    return new TaskId(
        JobId.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  @Override
  public int compareTo(TaskId other) {
    int byJob = job.compareTo(other.job);
    return byJob != 0 ? byJob : Integer.compare(index, other.index);
  }

  @Override
  public String toString() {
    return job + "/" + index;
  }
}
