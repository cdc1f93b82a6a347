package io.github.packtrain.model;

import java.util.List;

/**
 * What a user submits: tasks of one kind.
 *
 * @param name for people; need not be unique
 * @param queue where it waits
 * @param priority higher runs first; {@value #PRIORITY_MIN} to {@value #PRIORITY_MAX}
 * @param request what each task asks for
 * @param body what each task executes
 * @param retry when a failed task runs again
 * @param timeLimitMillis an attempt that runs longer is ended and the task counts as timed out
 * @param graceMillis between TERM and KILL when an attempt is ended
 * @param leasePolicy what happens to running attempts while there is no master
 * @param requiredMetrics names that a successful attempt's result must hold as finite numbers
 * @param maxParallel how many of its tasks may be active at once; 0 for no limit
 * @param study name of the study whose trials these tasks are, or empty
 * @param terms what helps to order it among others
 * @param after what has to be over before its tasks may start
 */
public record JobSpec(
    String name,
    String queue,
    int priority,
    Request request,
    TaskBody body,
    RetryPolicy retry,
    long timeLimitMillis,
    long graceMillis,
    LeasePolicy leasePolicy,
    List<String> requiredMetrics,
    int maxParallel,
    String study,
    Terms terms,
    After after) {
  public static final int PRIORITY_MIN = 0;
  public static final int PRIORITY_MAX = 100;
  public static final int PRIORITY_DEFAULT = 50;
  public static final long TIME_LIMIT_DEFAULT_MILLIS = 3_600_000;
  public static final long GRACE_DEFAULT_MILLIS = 10_000;
  public static final String QUEUE_DEFAULT = "default";

  public JobSpec {
    requiredMetrics = List.copyOf(requiredMetrics);
  }

  /** A job that waits for no other. */
  public JobSpec(
      String name,
      String queue,
      int priority,
      Request request,
      TaskBody body,
      RetryPolicy retry,
      long timeLimitMillis,
      long graceMillis,
      LeasePolicy leasePolicy,
      List<String> requiredMetrics,
      int maxParallel,
      String study,
      Terms terms) {
    this(
        name,
        queue,
        priority,
        request,
        body,
        retry,
        timeLimitMillis,
        graceMillis,
        leasePolicy,
        requiredMetrics,
        maxParallel,
        study,
        terms,
        After.NONE);
  }

  /** A job that waits for no other, and of which nothing is said that helps to order it. */
  public JobSpec(
      String name,
      String queue,
      int priority,
      Request request,
      TaskBody body,
      RetryPolicy retry,
      long timeLimitMillis,
      long graceMillis,
      LeasePolicy leasePolicy,
      List<String> requiredMetrics,
      int maxParallel,
      String study) {
    this(
        name,
        queue,
        priority,
        request,
        body,
        retry,
        timeLimitMillis,
        graceMillis,
        leasePolicy,
        requiredMetrics,
        maxParallel,
        study,
        Terms.NONE);
  }

  /** A job with every option at its default. */
  public static JobSpec of(String name, Request request, TaskBody body) {
    return new JobSpec(
        name,
        QUEUE_DEFAULT,
        PRIORITY_DEFAULT,
        request,
        body,
        RetryPolicy.DEFAULT,
        TIME_LIMIT_DEFAULT_MILLIS,
        GRACE_DEFAULT_MILLIS,
        LeasePolicy.KEEP,
        List.of(),
        0,
        "");
  }

  public JobSpec withQueue(String newQueue, int newPriority) {
    return edit().queue(newQueue).priority(newPriority).build();
  }

  public JobSpec withBody(TaskBody newBody) {
    return edit().body(newBody).build();
  }

  public JobSpec withRetry(RetryPolicy newRetry) {
    return edit().retry(newRetry).build();
  }

  public JobSpec withLeasePolicy(LeasePolicy newPolicy) {
    return edit().leasePolicy(newPolicy).build();
  }

  public JobSpec withMaxParallel(int newMaxParallel) {
    return edit().maxParallel(newMaxParallel).build();
  }

  public JobSpec withTerms(Terms newTerms) {
    return edit().terms(newTerms).build();
  }

  public JobSpec withAfter(After newAfter) {
    return edit().after(newAfter).build();
  }

  private Changed edit() {
    return new Changed(this);
  }

  /** A copy to be changed: the one place that lists the parts once more. */
  private static final class Changed {
    private final JobSpec old;
    private String queue;
    private int priority;
    private TaskBody body;
    private RetryPolicy retry;
    private LeasePolicy leasePolicy;
    private int maxParallel;
    private Terms terms;
    private After after;

    Changed(JobSpec old) {
      this.old = old;
      this.queue = old.queue;
      this.priority = old.priority;
      this.body = old.body;
      this.retry = old.retry;
      this.leasePolicy = old.leasePolicy;
      this.maxParallel = old.maxParallel;
      this.terms = old.terms;
      this.after = old.after;
    }

    Changed queue(String newQueue) {
      this.queue = newQueue;
      return this;
    }

    Changed priority(int newPriority) {
      this.priority = newPriority;
      return this;
    }

    Changed body(TaskBody newBody) {
      this.body = newBody;
      return this;
    }

    Changed retry(RetryPolicy newRetry) {
      this.retry = newRetry;
      return this;
    }

    Changed leasePolicy(LeasePolicy newLeasePolicy) {
      this.leasePolicy = newLeasePolicy;
      return this;
    }

    Changed maxParallel(int newMaxParallel) {
      this.maxParallel = newMaxParallel;
      return this;
    }

    Changed terms(Terms newTerms) {
      this.terms = newTerms;
      return this;
    }

    Changed after(After newAfter) {
      this.after = newAfter;
      return this;
    }

    JobSpec build() {
      return new JobSpec(
          old.name,
          queue,
          priority,
          old.request,
          body,
          retry,
          old.timeLimitMillis,
          old.graceMillis,
          leasePolicy,
          old.requiredMetrics,
          maxParallel,
          old.study,
          terms,
          after);
    }
  }
}
