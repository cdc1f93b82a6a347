package io.github.packtrain.model;

import java.util.OptionalInt;

/**
 * What has to be over before a job's tasks may start: another job, or one task of it.
 *
 * @param when which end of it will do
 * @param job the job waited for
 * @param index the task of it, or {@value #WHOLE} for the whole job
 */
public record Dependency(When when, JobId job, int index) {
  /** In place of an index: every task of the job. */
  public static final int WHOLE = -1;

  /** Which end will do. */
  public enum When {
    /** It completed; of a job, every task. Slurm calls it {@code afterok}. */
    SUCCEEDED,
    /** It ended, in whatever state. Slurm calls it {@code afterany}. */
    ENDED
  }

  public Dependency {
    if (index < WHOLE) {
      throw new IllegalArgumentException("a task index is at least 0, not " + index);
    }
  }

  /** On every task of a job. */
  public static Dependency on(When when, JobId job) {
    return new Dependency(when, job, WHOLE);
  }

  /** The task waited for, or empty for the whole job. */
  public OptionalInt findIndex() {
    return index == WHOLE ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** What is waited for: {@code J42} or {@code J42/3}. */
  public String target() {
    return index == WHOLE ? job.toString() : job + "/" + index;
  }

  @Override
  public String toString() {
    return (when == When.SUCCEEDED ? "ok:" : "any:") + target();
  }
}
