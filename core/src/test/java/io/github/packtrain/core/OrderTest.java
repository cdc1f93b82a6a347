package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;

import org.junit.jupiter.api.Test;

/** Who of a queue goes first, by the order that the queue has. */
class OrderTest {
  @Test
  void withoutAnOrderPriorityThenArrival() {
    play(
        """
        worker a cpu=1                     -> W1 registered
        submit s1 prio=50                  -> J1 admitted x1
        submit s2 prio=60                  -> J2 admitted x1
        submit s3 prio=60                  -> J3 admitted x1
        plan                               -> J2/0.1 on W1
        end J2/0.1 ok                      -> J2/0.1 SUCCEEDED, task COMPLETED; J2 COMPLETED
        plan                               -> J3/0.1 on W1
        """);
  }

  @Test
  void fifoLooksAtArrivalOnly() {
    play(
        """
        worker a cpu=1                     -> W1 registered
        queue default fifo                 -> queue default is fifo
        submit s1 prio=0                   -> J1 admitted x1
        submit s2 prio=100                 -> J2 admitted x1
        plan                               -> J1/0.1 on W1
        """);
  }

  @Test
  void ageingIsWorthPriority() {
    play(
        """
        worker a cpu=1                     -> W1 registered
        queue default priority ageing=1s   -> queue default is priority
        submit s1 prio=50                  -> J1 admitted x1
        after 9999                         ->
        submit s2 prio=60                  -> J2 admitted x1
        after 2                            ->
        submit s3 prio=60                  -> J3 admitted x1
        plan                               -> J2/0.1 on W1
        end J2/0.1 ok                      -> J2/0.1 SUCCEEDED, task COMPLETED; J2 COMPLETED
        plan                               -> J1/0.1 on W1
        """);
  }

  @Test
  void shortestFirstAndWhoSaysNothingLast() {
    play(
        """
        worker a cpu=1                     -> W1 registered
        submit s1                          -> J1 admitted x1
        submit s2 est=300                  -> J2 admitted x1
        submit s3 est=100                  -> J3 admitted x1
        submit s4 est=100                  -> J4 admitted x1
        queue default sjf                  -> queue default is sjf
        plan max=0                         -> nothing
        explain J1                         -> WAITING (1): 1 task waits: there is room: the next
                                           -> cycle, within milliseconds, takes it up AHEAD 3
                                           -> [J2, J4, J3]
        plan                               -> J3/0.1 on W1
        end J3/0.1 ok                      -> J3/0.1 SUCCEEDED, task COMPLETED; J3 COMPLETED
        plan                               -> J4/0.1 on W1
        end J4/0.1 ok                      -> J4/0.1 SUCCEEDED, task COMPLETED; J4 COMPLETED
        plan                               -> J2/0.1 on W1
        """);
  }

  @Test
  void higherPriorityFirstUnlessIgnored() {
    play(
        """
        worker a cpu=1                     -> W1 registered
        submit s1 est=900 prio=90          -> J1 admitted x1
        submit s2 est=100                  -> J2 admitted x1
        queue default sjf                  -> queue default is sjf
        keep                               -> 1 placements
        commit                             -> J1/0.1 on W1
        end J1/0.1 failed                  -> J1/0.1 FAILED, again in 1000
        queue default sjf ignore_priority=true -> queue default is sjf
        after 1000                         ->
        tick                               -> J1/0 ready
        plan                               -> J2/0.1 on W1
        """);
  }

  @Test
  void earliestDeadlineFirst() {
    play(
        """
        worker a cpu=1                     -> W1 registered
        queue default edf                  -> queue default is edf
        submit s1                          -> J1 admitted x1
        submit s2 deadline=2000000         -> J2 admitted x1
        submit s3 deadline=1500000         -> J3 admitted x1
        plan                               -> J3/0.1 on W1
        end J3/0.1 ok                      -> J3/0.1 SUCCEEDED, task COMPLETED; J3 COMPLETED
        plan                               -> J2/0.1 on W1
        """);
  }

  @Test
  void shortestRemainingServiceCountsDevices() {
    play(
        """
        worker a cpu=9 gpus=A100:80,A100:80,A100:80,A100:80 -> W1 registered
        queue default srsf                 -> queue default is srsf
        submit s1 gpus=4 est=100           -> J1 admitted x1
        submit s2 gpus=1 est=300           -> J2 admitted x1
        plan                               -> J2/0.1 on W1 gpu 0
        queue default srtf                 -> queue default is srtf
        end J2/0.1 evicted                 -> J2/0.1 EVICTED, again
        plan                               -> J1/0.1 on W1 gpu 0,1,2,3
        """);
  }

  @Test
  void whatIsTakenBackKeepsItsWorkAndGoesByWhatRemains() {
    play(
        """
        worker a cpu=1                     -> W1 registered
        queue default srtf repack=true     -> queue default is srtf
        submit s1 est=1000 preemptible     -> J1 admitted x1
        plan                               -> J1/0.1 on W1
        start J1/0.1                       -> J1/0.1 started
        after 400                          ->
        submit s2 est=700                  -> J2 admitted x1
        repack J1/0.1=300                  -> J1/0.1 taken back, kept 300
        plan                               -> J1/0.2 on W1
        start J1/0.2                       -> J1/0.2 started
        after 100                          ->
        submit s3 est=500                  -> J3 admitted x1
        repack                             -> J1/0.2 taken back, kept 0
        plan                               -> J3/0.1 on W1
        end J3/0.1 ok                      -> J3/0.1 SUCCEEDED, task COMPLETED; J3 COMPLETED
        plan                               -> J1/0.3 on W1
        end J1/0.3 failed                  -> J1/0.3 FAILED, again in 1000
        """);
  }

  @Test
  void onlyWhatAllowsItIsTakenBackAndOnlyWhereTheOrderSaysSo() {
    play(
        """
        worker a cpu=4                     -> W1 registered
        queue q srtf repack=true           -> queue q is srtf
        submit s1 queue=q                  -> J1 admitted x1
        submit s2 preemptible              -> J2 admitted x1
        submit s3 queue=q preemptible      -> J3 admitted x1
        plan                               -> J1/0.1 on W1; J2/0.1 on W1; J3/0.1 on W1
        start J1/0.1                       -> J1/0.1 started
        start J2/0.1                       -> J2/0.1 started
        repack                             -> nothing
        start J3/0.1                       -> J3/0.1 started
        repack                             -> J3/0.1 taken back, kept 0
        """);
  }

  @Test
  void leastAttainedServiceFallsLevelByLevel() {
    play(
        """
        worker a cpu=1                     -> W1 registered
        queue default las limits=1s,5s repack=true -> queue default is las
        submit s1 preemptible              -> J1 admitted x1
        plan                               -> J1/0.1 on W1
        start J1/0.1                       -> J1/0.1 started
        after 900                          ->
        submit s2 preemptible              -> J2 admitted x1
        repack                             -> J1/0.1 taken back, kept 0
        plan                               -> J1/0.2 on W1
        start J1/0.2                       -> J1/0.2 started
        after 100                          ->
        repack                             -> J1/0.2 taken back, kept 0
        plan                               -> J2/0.1 on W1
        """);
  }

  @Test
  void whoHoldsLeastForItsWeightIsNext() {
    play(
        """
        worker a cpu=12                    -> W1 registered
        queue default fair_share weight.ann=2 -> queue default is fair_share
        submit s1 as=ann tasks=12          -> J1 admitted x12
        submit s2 as=bob tasks=12          -> J2 admitted x12
        plan                               -> J1/0.1 on W1; J2/0.1 on W1; J1/1.1 on W1; J1/2.1 on W1;
                                           -> J2/1.1 on W1; J1/3.1 on W1; J1/4.1 on W1; J2/2.1 on W1;
                                           -> J1/5.1 on W1; J1/6.1 on W1; J2/3.1 on W1; J1/7.1 on W1
        end J1/0.1 ok                      -> J1/0.1 SUCCEEDED, task COMPLETED
        plan                               -> J1/8.1 on W1
        """);
  }

  @Test
  void whoIsAloneGetsAll() {
    play(
        """
        worker a cpu=3                     -> W1 registered
        queue default fair_share           -> queue default is fair_share
        submit s1 as=ann tasks=12          -> J1 admitted x12
        plan                               -> J1/0.1 on W1; J1/1.1 on W1; J1/2.1 on W1
        queue default fifo                 -> ! QUEUE_IN_USE
        """);
  }

  @Test
  void queuesStandAgainstEachOtherByPriorityThenArrival() {
    play(
        """
        worker a cpu=5                     -> W1 registered
        queue q sjf                        -> queue q is sjf
        submit s1                          -> J1 admitted x1
        submit s2 queue=q est=900          -> J2 admitted x1
        submit s3                          -> J3 admitted x1
        submit s4 queue=q est=100          -> J4 admitted x1
        submit s5 queue=q est=500 prio=60  -> J5 admitted x1
        plan                               -> J5/0.1 on W1; J1/0.1 on W1; J3/0.1 on W1; J4/0.1 on W1;
                                           -> J2/0.1 on W1
        """);
  }

  @Test
  void whatIsWrongIsRefusedWithTheListOfWhatIsRight() {
    play(
        """
        queue default quickest             -> ! ORDER_UNKNOWN
        queue default sjf shortest=true    -> ! ORDER_OPTION
        queue default las limits=5s,1s     -> ! ORDER_OPTION
        queue default fair_share weight.ann=0 -> ! ORDER_OPTION
        queue NoSuchQueue fifo             -> ! QUEUE_NAME
        queue default fifo                 -> queue default is fifo
        queue default fifo                 -> nothing
        """);
  }
}
