package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;

import org.junit.jupiter.api.Test;

/** Short tasks wait on the worker behind a running one of their kind, holding nothing. */
class LocalQueueTest {
  /** Job 1 has learned that its tasks are short, and has task 1 running on a full worker. */
  private static final String SHORT =
      """
      worker a cpu=1                 -> W1 registered
      submit s tasks=6               -> J1 admitted x6
      plan                           -> J1/0.1 on W1
      end J1/0.1 ok run=10           -> J1/0.1 SUCCEEDED, task COMPLETED
      plan                           -> J1/1.1 on W1
      """;

  @Test
  void theFollowerGetsThePlace() {
    play(
        SHORT
            + """
            plan                           -> J1/2.1 on W1 after J1/1.1
            plan                           -> J1/3.1 on W1 after J1/2.1
            free W1                        -> cpu 0
            end J1/1.1 ok run=10           -> J1/1.1 SUCCEEDED, task COMPLETED
            free W1                        -> cpu 0
            start J1/2.1                   -> J1/2.1 started
            end J1/2.1 ok run=10           -> J1/2.1 SUCCEEDED, task COMPLETED
            end J1/3.1 ok run=10           -> J1/3.1 SUCCEEDED, task COMPLETED
            free W1                        -> cpu 1000
            """);
  }

  @Test
  void longTasksDoNotQueue() {
    play(
        """
        worker a cpu=1                 -> W1 registered
        submit s tasks=3               -> J1 admitted x3
        plan                           -> J1/0.1 on W1
        plan                           -> nothing
        end J1/0.1 ok run=900          -> J1/0.1 SUCCEEDED, task COMPLETED
        plan                           -> J1/1.1 on W1
        plan                           -> nothing
        """);
  }

  @Test
  void oneFollowerPerTail() {
    play(
        SHORT
            + """
            keep                           -> 1 placements
            commit                         -> J1/2.1 on W1 after J1/1.1
            commit                         -> 1 dropped
            """);
  }

  @Test
  void withdrawalRelinksTheQueue() {
    play(
        SHORT
            + """
            plan                           -> J1/2.1 on W1 after J1/1.1
            plan                           -> J1/3.1 on W1 after J1/2.1
            cancel J1/2                    -> J1/2.1 stop CANCELLED
            withdraw J1/2.1                -> J1/2.1 withdrawn, task CANCELLED
            end J1/1.1 ok run=10           -> J1/1.1 SUCCEEDED, task COMPLETED
            withdraw J1/3.1                -> J1/3.1 withdrawn, again
            free W1                        -> cpu 1000
            plan                           -> J1/3.2 on W1
            start J1/3.2                   -> J1/3.2 started
            withdraw J1/3.2                -> ! STALE_ATTEMPT
            """);
  }

  @Test
  void nothingQueuesBehindWhatIsAskedToStop() {
    play(
        SHORT
            + """
            cancel J1/1                    -> J1/1.1 stop CANCELLED
            plan                           -> nothing
            end J1/1.1 cancelled           -> J1/1.1 CANCELLED, task CANCELLED
            plan                           -> J1/2.1 on W1
            """);
  }

  @Test
  void drainingSendsTheQueueBack() {
    play(
        SHORT
            + """
            plan                           -> J1/2.1 on W1 after J1/1.1
            drain W1                       -> W1 draining; J1/2.1 stop EVICTED
            withdraw J1/2.1                -> J1/2.1 withdrawn, again
            end J1/1.1 ok run=10           -> J1/1.1 SUCCEEDED, task COMPLETED
            """);
  }

  @Test
  void losingTheWorkerEndsTheWholeQueue() {
    play(
        SHORT
            + """
            plan                           -> J1/2.1 on W1 after J1/1.1
            lose W1                        -> W1 lost; J1/1.1 LOST, again; J1/2.1 LOST, again
            """);
  }

  /** A queue is refilled for ever; without this rule a job of higher priority would never start. */
  @Test
  void noQueueWhereABlockedClassBeforeItCouldRun() {
    play(
        SHORT
            + """
            submit urgent cpu=0.9 prio=90  -> J2 admitted x1
            plan                           -> nothing
            end J1/1.1 ok run=10           -> J1/1.1 SUCCEEDED, task COMPLETED
            plan                           -> J2/0.1 on W1
            """);
  }

  @Test
  void aBlockedClassThatCouldNeverRunThereDoesNotHinder() {
    play(
        SHORT
            + """
            submit urgent gpus=1 prio=90   -> J2 admitted x1
            plan                           -> J1/2.1 on W1 after J1/1.1
            """);
  }

  @Test
  void anEarlierJobOfAnotherClassComesFirst() {
    play(
        SHORT
            + """
            submit other cpu=0.9           -> J2 admitted x1
            submit more tasks=6            -> J3 admitted x6
            plan                           -> J1/2.1 on W1 after J1/1.1
            cancel J1                      -> J1 cancelled; J1/1.1 stop CANCELLED; J1/2.1 stop CANCELLED
            plan                           -> nothing
            end J1/1.1 cancelled           -> J1/1.1 CANCELLED, task CANCELLED
            withdraw J1/2.1                -> J1/2.1 withdrawn, task CANCELLED; J1 CANCELLED
            plan                           -> J2/0.1 on W1
            """);
  }

  /** The one ahead may hang for an hour while other workers are free. */
  @Test
  void whoWaitsTooLongInAQueueIsTakenBack() {
    play(
        SHORT
            + """
            plan                           -> J1/2.1 on W1 after J1/1.1
            after 4999                     ->
            tick                           -> nothing
            after 1                        ->
            tick                           -> J1/2.1 stop EVICTED
            tick                           -> nothing
            plan                           -> nothing
            withdraw J1/2.1                -> J1/2.1 withdrawn, again
            """);
  }
}
