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
        "",
        Terms.NONE,
        After.NONE);
  }

  public JobSpec withQueue(String newQueue, int newPriority) {
    return with(newQueue, newPriority, body, retry, leasePolicy, maxParallel, terms, after);
  }

  public JobSpec withBody(TaskBody newBody) {
    return with(queue, priority, newBody, retry, leasePolicy, maxParallel, terms, after);
  }

  public JobSpec withRetry(RetryPolicy newRetry) {
    return with(queue, priority, body, newRetry, leasePolicy, maxParallel, terms, after);
  }

  public JobSpec withLeasePolicy(LeasePolicy newPolicy) {
    return with(queue, priority, body, retry, newPolicy, maxParallel, terms, after);
  }

  public JobSpec withMaxParallel(int newMaxParallel) {
    return with(queue, priority, body, retry, leasePolicy, newMaxParallel, terms, after);
  }

  public JobSpec withTerms(Terms newTerms) {
    return with(queue, priority, body, retry, leasePolicy, maxParallel, newTerms, after);
  }

  public JobSpec withAfter(After newAfter) {
    return with(queue, priority, body, retry, leasePolicy, maxParallel, terms, newAfter);
  }

  private JobSpec with(
      String newQueue,
      int newPriority,
      TaskBody newBody,
      RetryPolicy newRetry,
      LeasePolicy newLeasePolicy,
      int newMaxParallel,
      Terms newTerms,
      After newAfter) {
    return new JobSpec(
        name,
        newQueue,
        newPriority,
        request,
        newBody,
        newRetry,
        timeLimitMillis,
        graceMillis,
        newLeasePolicy,
        requiredMetrics,
        newMaxParallel,
        study,
        newTerms,
        newAfter);
  }
}
