package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;

import org.junit.jupiter.api.Test;

/** Tasks that start together or not at all. */
class GangTest {
  @Test
  void allOrNothingAcrossWorkers() {
    play(
        """
        worker a cpu=2                     -> W1 registered
        worker b cpu=3                     -> W2 registered
        submit s1 cpu=2                    -> J1 admitted x1
        plan first                         -> J1/0.1 on W1
        submit g cpu=1 tasks=5 gang        -> J2 admitted x5
        submit s2 cpu=2                    -> J3 admitted x1
        plan first                         -> J3/0.1 on W2
        why                                -> 5 wait: GANG 1<5
        end J1/0.1 ok                      -> J1/0.1 SUCCEEDED, task COMPLETED; J1 COMPLETED
        plan first                         -> nothing
        end J3/0.1 ok                      -> J3/0.1 SUCCEEDED, task COMPLETED; J3 COMPLETED
        plan first                         -> J2/0.1 on W1; J2/1.1 on W1; J2/2.1 on W2; J2/3.1 on W2;
                                           -> J2/4.1 on W2
        """);
  }

  @Test
  void oneThatAllWorkersTogetherCannotHoldIsImpossible() {
    play(
        """
        worker a cpu=2                     -> W1 registered
        submit g cpu=1 tasks=3 gang        -> J1 admitted x3
        why                                -> 3 never: INFEASIBLE_GANG 2<3
        explain J1                         -> IMPOSSIBLE (3): 3 tasks can run on no registered worker,
                                           -> even an empty one: its 3 tasks start together or not at
                                           -> all, and all workers, when empty, have room for 2 of
                                           -> them HINT further workers could run it, with room for 3
                                           -> tasks of 1 CPU
        """);
  }

  @Test
  void aPlanThatNoLongerHoldsForOneMemberIsDroppedForAll() {
    play(
        """
        worker a cpu=2                     -> W1 registered
        worker b cpu=2                     -> W2 registered
        submit g cpu=1 tasks=4 gang        -> J1 admitted x4
        keep                               -> 4 placements
        lose W2                            -> W2 lost
        commit                             -> 4 dropped
        """);
  }

  @Test
  void membersFailTogetherAndStartAnewTogether() {
    play(
        """
        worker a cpu=3                     -> W1 registered
        submit g cpu=1 tasks=3 gang        -> J1 admitted x3
        plan                               -> J1/0.1 on W1; J1/1.1 on W1; J1/2.1 on W1
        end J1/1.1 failed                  -> J1/1.1 FAILED, again in 1000; J1/0.1 stop EVICTED;
                                           -> J1/2.1 stop EVICTED
        end J1/0.1 evicted                 -> J1/0.1 EVICTED, again
        after 1000                         ->
        tick                               -> J1/1 ready
        plan                               -> nothing
        end J1/2.1 evicted                 -> J1/2.1 EVICTED, again
        plan                               -> J1/0.2 on W1; J1/1.2 on W1; J1/2.2 on W1
        """);
  }

  @Test
  void theRetriesOfAGangAreOfAllItsMembers() {
    play(
        """
        worker a cpu=2                     -> W1 registered
        submit g cpu=1 tasks=2 gang retry=2:0:0 -> J1 admitted x2
        plan                               -> J1/0.1 on W1; J1/1.1 on W1
        end J1/1.1 failed                  -> J1/1.1 FAILED, again; J1/0.1 stop EVICTED
        end J1/0.1 evicted                 -> J1/0.1 EVICTED, again
        plan                               -> J1/0.2 on W1; J1/1.2 on W1
        end J1/0.2 failed                  -> J1/0.2 FAILED, task FAILED; J1/1.2 stop CANCELLED
        end J1/1.2 cancelled               -> J1/1.2 CANCELLED, task CANCELLED; J1 FAILED
        retry J1 failed                    -> ! GANG_INCOMPLETE
        retry J1 failed,cancelled          -> J1 retried
        plan                               -> J1/0.3 on W1; J1/1.3 on W1
        """);
  }

  @Test
  void aGangThatCanNeverBeWholeAgainEnds() {
    play(
        """
        worker a cpu=2                     -> W1 registered
        submit g cpu=1 tasks=2 gang        -> J1 admitted x2
        plan                               -> J1/0.1 on W1; J1/1.1 on W1
        end J1/0.1 ok                      -> J1/0.1 SUCCEEDED, task COMPLETED
        end J1/1.1 failed                  -> J1/1.1 FAILED, again in 1000; J1/1 cancelled; J1 CANCELLED
        """);
  }

  @Test
  void losingAWorkerTakesTheOthersBack() {
    play(
        """
        worker a cpu=2                     -> W1 registered
        worker b cpu=1                     -> W2 registered
        submit g cpu=1 tasks=3 gang        -> J1 admitted x3
        plan first                         -> J1/0.1 on W1; J1/1.1 on W1; J1/2.1 on W2
        lose W1                            -> W1 lost; J1/0.1 LOST, again; J1/1.1 LOST, again;
                                           -> J1/2.1 stop EVICTED
        """);
  }

  @Test
  void takenBackWholeOrNotAtAll() {
    play(
        """
        worker a cpu=2                     -> W1 registered
        queue default srtf repack=true     -> queue default is srtf
        submit g cpu=1 tasks=2 gang preemptible est=500 -> J1 admitted x2
        plan                               -> J1/0.1 on W1; J1/1.1 on W1
        start J1/0.1                       -> J1/0.1 started
        repack                             -> nothing
        start J1/1.1                       -> J1/1.1 started
        repack                             -> J1/0.1 taken back, kept 0; J1/1.1 taken back, kept 0
        """);
  }

  @Test
  void itsSizeIsFixed() {
    play(
        """
        submit g tasks=2 gang open         -> ! GANG_OPEN
        submit g tasks=2 gang par=1        -> ! GANG_OPEN
        submit g tasks=2000 gang           -> ! GANG_SIZE
        """);
  }
}
