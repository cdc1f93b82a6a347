package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;

import org.junit.jupiter.api.Test;

/** Idle workers take what waits in the local queues of others. */
class StealingTest {
  /** Four tasks wait on worker a behind a running one, and nothing else waits. */
  private static final String LONG_QUEUE =
      """
      worker a cpu=1                 -> W1 registered
      submit s tasks=6               -> J1 admitted x6
      plan                           -> J1/0.1 on W1
      end J1/0.1 ok run=10           -> J1/0.1 SUCCEEDED, task COMPLETED
      plan                           -> J1/1.1 on W1
      plan                           -> J1/2.1 on W1 after J1/1.1
      plan                           -> J1/3.1 on W1 after J1/2.1
      plan                           -> J1/4.1 on W1 after J1/3.1
      plan                           -> J1/5.1 on W1 after J1/4.1
      steal                          -> []
      """;

  @Test
  void forEachFreePlaceOneIsTakenFromTheEndOfTheLine() {
    play(
        LONG_QUEUE
            + """
            worker b cpu=2                 -> W2 registered
            steal                          -> [J1/5.1, J1/4.1]
            withdraw J1/5.1                -> J1/5.1 withdrawn, again
            withdraw J1/4.1                -> J1/4.1 withdrawn, again
            plan                           -> J1/4.2 on W2; J1/5.2 on W2
            steal                          -> []
            """);
  }

  @Test
  void aShortQueueIsLeftAlone() {
    play(
        LONG_QUEUE
            + """
            worker b cpu=8                 -> W2 registered
            steal                          -> [J1/5.1, J1/4.1, J1/3.1]
            steal threshold=4              -> [J1/5.1]
            steal threshold=5              -> []
            steal threshold=1              -> [J1/5.1, J1/4.1, J1/3.1, J1/2.1]
            steal end=head max=2           -> [J1/2.1, J1/3.1]
            """);
  }

  @Test
  void theLongestQueueGivesFirst() {
    play(
        """
        worker a cpu=1                 -> W1 registered
        submit s tasks=10              -> J1 admitted x10
        plan                           -> J1/0.1 on W1
        end J1/0.1 ok run=10           -> J1/0.1 SUCCEEDED, task COMPLETED
        plan                           -> J1/1.1 on W1
        plan                           -> J1/2.1 on W1 after J1/1.1
        plan                           -> J1/3.1 on W1 after J1/2.1
        worker b cpu=1                 -> W2 registered
        plan                           -> J1/4.1 on W2; J1/5.1 on W1 after J1/3.1
        plan                           -> J1/6.1 on W2 after J1/4.1; J1/7.1 on W1 after J1/5.1
        plan                           -> J1/8.1 on W2 after J1/6.1; J1/9.1 on W1 after J1/7.1
        worker c cpu=3                 -> W3 registered
        steal                          -> [J1/9.1, J1/7.1, J1/5.1]
        """);
  }

  @Test
  void nobodyTakesForAWorkerThatIsFullDrainedOrOutOfReach() {
    play(
        LONG_QUEUE
            + """
            worker b cpu=0.5               -> W2 registered
            worker c cpu=1                 -> W3 registered
            drain W3                       -> W3 draining
            worker d cpu=1                 -> W4 registered
            cut W4                         ->
            steal                          -> []
            undrain W3                     -> W3 open
            steal                          -> [J1/5.1]
            """);
  }

  @Test
  void thoseThatWaitForRoomComeFirst() {
    play(
        LONG_QUEUE
            + """
            submit more                    -> J2 admitted x1
            worker b cpu=1                 -> W2 registered
            steal                          -> []
            plan                           -> J2/0.1 on W2
            steal                          -> []
            """);
  }

  /** J1/5, taken from worker a, would stand before J3 in line and need not heed its promise. */
  @Test
  void aPromisedStartIsNotDelayed() {
    play(
        LONG_QUEUE
            + """
            worker b cpu=2                 -> W2 registered
            steal max=1                    -> [J1/5.1]
            queue default fifo backfill=easy -> queue default is fifo
            steal                          -> []
            submit half as=bob est=1000    -> J2 admitted x1
            plan                           -> J2/0.1 on W2
            start J2/0.1                   -> J2/0.1 started
            submit big cpu=2 est=5000      -> J3 admitted x1
            promised                       -> J3 in 1000 on W2
            plan                           -> nothing
            steal                          -> []
            after 1000                     ->
            end J2/0.1 ok run=1000         -> J2/0.1 SUCCEEDED, task COMPLETED; J2 COMPLETED
            plan                           -> J3/0.1 on W2
            queue default priority         -> queue default is priority
            worker c cpu=1                 -> W3 registered
            steal                          -> [J1/5.1]
            """);
  }

  @Test
  void nothingIsTakenWhileAnythingIsReserved() {
    play(
        LONG_QUEUE
            + """
            worker b cpu=2                 -> W2 registered
            reserve repair workers=b start=1001000 end=1009000 -> repair reserved
            steal                          -> []
            unreserve repair               -> repair open again
            steal                          -> [J1/5.1, J1/4.1]
            """);
  }

  @Test
  void whatIsAskedToStopIsNotTaken() {
    play(
        LONG_QUEUE
            + """
            cancel J1/5                    -> J1/5.1 stop CANCELLED
            worker b cpu=4                 -> W2 registered
            steal                          -> [J1/4.1, J1/3.1]
            """);
  }
}
