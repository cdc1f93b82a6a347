package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;

import org.junit.jupiter.api.Test;

/** Attempts end, tasks go on or end, jobs end. */
class LifecycleTest {
  private static final String RUNNING =
      """
      worker a cpu=4                 -> W1 registered
      submit s retry=3:100:150 losses=1 -> J1 admitted x1
      plan                           -> J1/0.1 on W1
      start J1/0.1                   -> J1/0.1 started
      """;

  @Test
  void aTaskSucceeds() {
    play(
        RUNNING
            + """
            start J1/0.1                   -> nothing
            measure J1/0.1                 -> J1/0.1 measured
            end J1/0.1 ok                  -> J1/0.1 SUCCEEDED, task COMPLETED; J1 COMPLETED
            free W1                        -> cpu 4000
            """);
  }

  @Test
  void failuresBackOffDoublingUpToTheBound() {
    play(
        RUNNING
            + """
            end J1/0.1 failed              -> J1/0.1 FAILED, again in 100
            why                            -> nothing waits
            tick                           -> nothing
            after 100                      ->
            tick                           -> J1/0 ready
            plan                           -> J1/0.2 on W1
            end J1/0.2 out_of_memory       -> J1/0.2 OUT_OF_MEMORY, again in 150
            after 150                      ->
            tick                           -> J1/0 ready
            plan                           -> J1/0.3 on W1
            end J1/0.3 signalled           -> J1/0.3 SIGNALLED, task FAILED; J1 FAILED
            """);
  }

  @Test
  void notStartedIsTriedElsewhere() {
    play(
        RUNNING
            + """
            end J1/0.1 not_started         -> J1/0.1 NOT_STARTED, again in 100
            """);
  }

  @Test
  void aBadResultIsNotRetried() {
    play(
        RUNNING
            + """
            end J1/0.1 bad_result          -> J1/0.1 BAD_RESULT, task FAILED; J1 FAILED
            """);
  }

  @Test
  void aTimeOutIsNotRetried() {
    play(
        RUNNING
            + """
            end J1/0.1 timed_out           -> J1/0.1 TIMED_OUT, task TIMED_OUT; J1 FAILED
            """);
  }

  /** The worker should have said so; a result that is not there never counts. */
  @Test
  void aSuccessWithoutItsResultIsABadResult() {
    play(
        """
        worker a                       -> W1 registered
        submit s needs=acc tasks=4     -> J1 admitted x4
        plan                           -> J1/0.1 on W1; J1/1.1 on W1; J1/2.1 on W1; J1/3.1 on W1
        end J1/0.1 ok                  -> J1/0.1 BAD_RESULT, task FAILED
        end J1/1.1 ok metric=acc:NaN   -> J1/1.1 BAD_RESULT, task FAILED
        end J1/2.1 ok metric=acc:0.9   -> J1/2.1 SUCCEEDED, task COMPLETED
        end J1/3.1 ok metric=acc:Infinity -> J1/3.1 BAD_RESULT, task FAILED; J1 FAILED
        """);
  }

  @Test
  void lossesDoNotCountAsFailuresAndAreBounded() {
    play(
        RUNNING
            + """
            lose W1                        -> W1 lost; J1/0.1 LOST, again
            task J1/0                      -> PENDING attempts 1 failures 0 losses 1
            worker a inc=2                 -> W1 registered
            plan                           -> J1/0.2 on W1
            end J1/0.2 lost                -> J1/0.2 LOST, task FAILED; J1 FAILED
            """);
  }

  @Test
  void evictionsDoNotCount() {
    play(
        RUNNING
            + """
            drain W1 evict                 -> W1 draining; J1/0.1 stop EVICTED
            drain W1 evict                 -> nothing
            end J1/0.1 evicted             -> J1/0.1 EVICTED, again
            task J1/0                      -> PENDING attempts 1 failures 0 losses 0
            """);
  }

  @Test
  void reportsOfOthersAreStale() {
    play(
        RUNNING
            + """
            worker b                       -> W2 registered
            end J1/0.1 ok by=W2            -> ! STALE_ATTEMPT
            start J1/0.1 by=W2             -> ! STALE_ATTEMPT
            measure J1/0.1 by=W2           -> ! STALE_ATTEMPT
            withdraw J1/0.1 by=W2          -> ! STALE_ATTEMPT
            end J1/0.2 ok                  -> ! STALE_ATTEMPT
            end J1/1.1 ok                  -> ! STALE_ATTEMPT
            end J9/0.1 ok                  -> ! STALE_ATTEMPT
            """);
  }

  @Test
  void reportsOfReplacedAndEndedAttemptsAreStale() {
    play(
        RUNNING
            + """
            lose W1                        -> W1 lost; J1/0.1 LOST, again
            end J1/0.1 ok                  -> ! STALE_ATTEMPT
            worker b                       -> W2 registered
            plan                           -> J1/0.2 on W2
            end J1/0.1 ok by=W1            -> ! STALE_ATTEMPT
            end J1/0.2 ok                  -> J1/0.2 SUCCEEDED, task COMPLETED; J1 COMPLETED
            end J1/0.2 ok by=W2            -> ! STALE_ATTEMPT
            """);
  }

  @Test
  void cancellingAJobEndsWhatWaitsAndAsksWhatRuns() {
    play(
        """
        worker a cpu=2                 -> W1 registered
        submit s tasks=5 retry=3:100:100 -> J1 admitted x5
        plan                           -> J1/0.1 on W1; J1/1.1 on W1
        end J1/0.1 failed              -> J1/0.1 FAILED, again in 100
        plan                           -> J1/2.1 on W1
        cancel J1                      -> J1 cancelled; J1/1.1 stop CANCELLED; J1/2.1 stop CANCELLED
        job J1                         -> RUNNING waiting 0 backing-off 0 active 2 completed 0 failed 0 cancelled 3 timed-out 0
        cancel J1                      -> nothing
        cancel J1/1                    -> nothing
        end J1/1.1 failed              -> J1/1.1 FAILED, task CANCELLED
        end J1/2.1 ok                  -> J1/2.1 SUCCEEDED, task COMPLETED; J1 CANCELLED
        after 100                      ->
        tick                           -> nothing
        cancel J1                      -> nothing
        cancel J9                      -> ! JOB_NOT_FOUND
        """);
  }

  @Test
  void cancellingWhatOnlyWaitsEndsTheJobAtOnce() {
    play(
        """
        submit s tasks=3               -> J1 admitted x3
        cancel J1                      -> J1 cancelled; J1 CANCELLED
        submit t open tasks=0          -> J2 admitted x0 open
        cancel J2                      -> J2 cancelled; J2 CANCELLED
        """);
  }

  @Test
  void cancellingSingleTasks() {
    play(
        """
        worker a cpu=1                 -> W1 registered
        submit s tasks=4 retry=3:100:100 -> J1 admitted x4
        plan                           -> J1/0.1 on W1
        cancel J1/2                    -> J1/2 cancelled
        cancel J1/2                    -> nothing
        cancel J1/9                    -> ! TASK_NOT_FOUND
        cancel J9/0                    -> ! JOB_NOT_FOUND
        end J1/0.1 failed              -> J1/0.1 FAILED, again in 100
        cancel J1/0                    -> J1/0 cancelled
        plan                           -> J1/1.1 on W1
        cancel J1/1                    -> J1/1.1 stop CANCELLED
        cancel J1/1                    -> nothing
        end J1/1.1 cancelled           -> J1/1.1 CANCELLED, task CANCELLED
        cancel J1/3                    -> J1/3 cancelled; J1 CANCELLED
        """);
  }

  @Test
  void cancelBeatsTheRetry() {
    play(
        RUNNING
            + """
            cancel J1/0                    -> J1/0.1 stop CANCELLED
            lose W1                        -> W1 lost; J1/0.1 LOST, task CANCELLED; J1 CANCELLED
            """);
  }

  @Test
  void cancelBeatsEviction() {
    play(
        RUNNING
            + """
            drain W1 evict                 -> W1 draining; J1/0.1 stop EVICTED
            cancel J1/0                    -> J1/0.1 stop CANCELLED
            end J1/0.1 evicted             -> J1/0.1 EVICTED, task CANCELLED; J1 CANCELLED
            """);
  }

  @Test
  void whatEndedCanBeRetriedWithFreshNumbersAndFreshRetries() {
    play(
        """
        worker a cpu=2                 -> W1 registered
        submit s tasks=3 retry=1:0:0   -> J1 admitted x3
        plan                           -> J1/0.1 on W1; J1/1.1 on W1
        end J1/0.1 failed              -> J1/0.1 FAILED, task FAILED
        end J1/1.1 ok                  -> J1/1.1 SUCCEEDED, task COMPLETED
        cancel J1                      -> J1 cancelled; J1 CANCELLED
        retry J1 completed             -> ! RETRY_STATE
        retry J1 running               -> ! RETRY_STATE
        retry J1 timed_out             -> nothing
        retry J1 failed,cancelled      -> J1 retried
        job J1                         -> RUNNING waiting 2 backing-off 0 active 0 completed 1 failed 0 cancelled 0 timed-out 0
        plan                           -> J1/0.2 on W1; J1/2.2 on W1
        end J1/0.1 ok                  -> ! STALE_ATTEMPT
        end J1/0.2 ok                  -> J1/0.2 SUCCEEDED, task COMPLETED
        end J1/2.2 ok                  -> J1/2.2 SUCCEEDED, task COMPLETED; J1 COMPLETED
        retry J9 failed                -> ! JOB_NOT_FOUND
        submit t study=nas             -> J2 admitted x1
        retry J2 failed                -> ! JOB_OF_STUDY
        """);
  }

  @Test
  void retryWhileOthersStillStop() {
    play(
        """
        worker a cpu=1                 -> W1 registered
        submit s tasks=2               -> J1 admitted x2
        plan                           -> J1/0.1 on W1
        cancel J1                      -> J1 cancelled; J1/0.1 stop CANCELLED
        retry J1 cancelled             -> J1 retried
        end J1/0.1 cancelled           -> J1/0.1 CANCELLED, task CANCELLED
        plan                           -> J1/1.2 on W1
        end J1/1.2 ok                  -> J1/1.2 SUCCEEDED, task COMPLETED; J1 CANCELLED
        retry J1 cancelled             -> J1 retried
        plan                           -> J1/0.3 on W1
        end J1/0.3 ok                  -> J1/0.3 SUCCEEDED, task COMPLETED; J1 COMPLETED
        """);
  }

  @Test
  void endStates() {
    play(
        """
        worker a cpu=2                 -> W1 registered
        submit s tasks=2 retry=1:0:0   -> J1 admitted x2
        plan                           -> J1/0.1 on W1; J1/1.1 on W1
        end J1/0.1 timed_out           -> J1/0.1 TIMED_OUT, task TIMED_OUT
        end J1/1.1 ok                  -> J1/1.1 SUCCEEDED, task COMPLETED; J1 FAILED
        submit t tasks=2 retry=1:0:0   -> J2 admitted x2
        plan                           -> J2/0.1 on W1; J2/1.1 on W1
        end J2/0.1 failed              -> J2/0.1 FAILED, task FAILED
        cancel J2                      -> J2 cancelled; J2/1.1 stop CANCELLED
        end J2/1.1 cancelled           -> J2/1.1 CANCELLED, task CANCELLED; J2 CANCELLED
        """);
  }

  @Test
  void timeForgets() {
    play(
        new CoreLimits(10, 100, 10, 1000, 100, 2, 60_000, 90_000),
        """
        worker a                       -> W1 registered
        submit a                       -> J1 admitted x1
        submit b                       -> J2 admitted x1
        submit c                       -> J3 admitted x1
        cancel J2                      -> J2 cancelled; J2 CANCELLED
        cancel J1                      -> J1 cancelled; J1 CANCELLED
        cancel J3                      -> J3 cancelled; J3 CANCELLED
        tick                           -> J2 forgotten
        job J2                         -> none
        submit b                       -> J4 admitted x1
        after 59999                    ->
        tick                           -> nothing
        after 1                        ->
        tick                           -> J1 forgotten; J3 forgotten
        lose W1                        -> W1 lost
        after 89999                    ->
        tick                           -> nothing
        after 1                        ->
        tick                           -> W1 forgotten
        """);
  }
}
