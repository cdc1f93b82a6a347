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
    Terms terms) {
  public static final int PRIORITY_MIN = 0;
  public static final int PRIORITY_MAX = 100;
  public static final int PRIORITY_DEFAULT = 50;
  public static final long TIME_LIMIT_DEFAULT_MILLIS = 3_600_000;
  public static final long GRACE_DEFAULT_MILLIS = 10_000;
  public static final String QUEUE_DEFAULT = "default";

  public JobSpec {
    requiredMetrics = List.copyOf(requiredMetrics);
  }

  /** A job of which nothing is said that helps to order it. */
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
    return new JobSpec(
        name,
        newQueue,
        newPriority,
        request,
        body,
        retry,
        timeLimitMillis,
        graceMillis,
        leasePolicy,
        requiredMetrics,
        maxParallel,
        study,
        terms);
  }

  public JobSpec withRetry(RetryPolicy newRetry) {
    return new JobSpec(
        name,
        queue,
        priority,
        request,
        body,
        newRetry,
        timeLimitMillis,
        graceMillis,
        leasePolicy,
        requiredMetrics,
        maxParallel,
        study,
        terms);
  }

  public JobSpec withLeasePolicy(LeasePolicy newPolicy) {
    return new JobSpec(
        name,
        queue,
        priority,
        request,
        body,
        retry,
        timeLimitMillis,
        graceMillis,
        newPolicy,
        requiredMetrics,
        maxParallel,
        study,
        terms);
  }

  public JobSpec withMaxParallel(int newMaxParallel) {
    return new JobSpec(
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
        newMaxParallel,
        study,
        terms);
  }

  public JobSpec withTerms(Terms newTerms) {
    return new JobSpec(
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
        newTerms);
  }

  public JobSpec withBody(TaskBody newBody) {
    return new JobSpec(
        name,
        queue,
        priority,
        request,
        newBody,
        retry,
        timeLimitMillis,
        graceMillis,
        leasePolicy,
        requiredMetrics,
        maxParallel,
        study,
        terms);
  }
}
