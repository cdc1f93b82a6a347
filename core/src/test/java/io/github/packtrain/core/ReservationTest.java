package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;

import org.junit.jupiter.api.Test;

/** Workers that are kept for a queue, or for nobody, over a time; scripts begin at 1 000 000. */
class ReservationTest {
  @Test
  void nothingStartsThatWouldRunIntoIt() {
    play(
        """
        worker a cpu=4                                -> W1 registered
        worker b cpu=1                                -> W2 registered
        reserve repair workers=a start=1005000 end=1009000 -> repair reserved
        submit long cpu=2 est=5001                    -> J1 admitted x1
        submit short cpu=2 est=5000                   -> J2 admitted x1
        submit limited cpu=1 limit=4000               -> J3 admitted x1
        submit else cpu=1 est=90000                   -> J4 admitted x1
        plan                                          -> J2/0.1 on W1; J3/0.1 on W2
        why                                           -> 1 wait: RESERVATION 1009000<1005000 a (repair for
                                                      -> nobody); 1 wait: RESERVATION
                                                      -> 1009000<1005000 a (repair for nobody)
        after 8999                                    ->
        plan                                          -> nothing
        after 1                                       ->
        tick                                          -> repair open again
        end J2/0.1 ok                                 -> J2/0.1 SUCCEEDED, task COMPLETED; J2 COMPLETED
        plan                                          -> J1/0.1 on W1; J4/0.1 on W1
        """);
  }

  @Test
  void itsQueueRunsThereAndExplainSaysWhoItIsFor() {
    play(
        """
        worker a cpu=4                                -> W1 registered
        reserve exam for=exam start=1000000 end=1005000 -> exam reserved
        submit other est=1                            -> J1 admitted x1
        submit mine queue=exam est=90000              -> J2 admitted x1
        plan                                          -> J2/0.1 on W1
        explain J1                                    -> WAITING (1): 1 task waits: there is room, but a
                                                      -> is reserved (exam for queue exam) from
                                                      -> 1970-01-01T00:16:40Z to 1970-01-01T00:16:45Z,
                                                      -> which it would run into ETA starts in 5 s, by
                                                      -> estimates HINT a shorter
                                                      -> --estimate or --limit, if that is true, lets it
                                                      -> start before
        unreserve exam                                -> exam open again
        plan                                          -> J1/0.1 on W1
        """);
  }

  @Test
  void aPromisedStartIsNotWithinIt() {
    play(
        """
        worker a cpu=4                                -> W1 registered
        queue default fifo backfill=easy              -> queue default is fifo
        reserve repair start=1003000 end=1004000      -> repair reserved
        submit a cpu=3 est=1000                       -> J1 admitted x1
        plan                                          -> J1/0.1 on W1
        submit big cpu=4 est=2001                     -> J2 admitted x1
        promised                                      -> J2 in 4000 on W1
        submit wide cpu=4 est=1000                    -> J3 admitted x1
        end J1/0.1 ok                                 -> J1/0.1 SUCCEEDED, task COMPLETED; J1 COMPLETED
        plan                                          -> J2/0.1 on W1
        """);
  }

  @Test
  void aNumberOfGpusIsKeptOnTheTightestWorkerThatHasThem() {
    play(
        """
        worker a cpu=8 gpus=A100:40,A100:40           -> W1 registered
        worker b cpu=8 gpus=A100:40,A100:40,A100:40,A100:40 -> W2 registered
        worker c cpu=8 gpus=A100:40,A100:40,A100:40   -> W3 registered
        reserve exam gpus=3 for=exam start=1000000 end=1005000 -> exam reserved 3 of c
        reserve exam gpus=3 for=exam start=1000000 end=1005000 -> nothing
        reserve more gpus=6 start=1004999 end=1005001 -> more reserved 2 of a, 4 of b
        reserve none gpus=1 start=1004999 end=1005001 -> ! RESERVATION_GPUS
        reserve next gpus=3 workers=a,c start=1005001 end=1006000 -> next reserved 3 of c
        reserve far gpus=7 workers=a,b,c start=1005001 end=1006000 -> ! RESERVATION_GPUS
        """);
  }

  @Test
  void nobodyElseGetsReservedGpusAndWhoeverTheyAreForDoes() {
    play(
        """
        worker a cpu=8 gpus=A100:40,A100:40,A100:40,A100:40 -> W1 registered
        reserve exam gpus=2 users=ann,eve start=1000000 end=1005000 -> exam reserved 2 of a
        submit other as=bob gpus=3 est=9000           -> J1 admitted x1
        submit two as=bob gpus=2 est=9000             -> J2 admitted x1
        submit one as=bob gpus=1 est=1                -> J3 admitted x1
        submit mine as=ann gpus=2 est=9000            -> J4 admitted x1
        plan                                          -> J2/0.1 on W1 gpu 2,3; J4/0.1 on W1 gpu 0,1
        end J4/0.1 ok                                 -> J4/0.1 SUCCEEDED, task COMPLETED; J4 COMPLETED
        plan                                          -> nothing
        explain J3                                    -> WAITING (1): 1 task waits: there is room, but a
                                                      -> is reserved (exam for users ann, eve: 2 of its
                                                      -> GPUs) from 1970-01-01T00:16:40Z to
                                                      -> 1970-01-01T00:16:45Z, which it would run into
                                                      -> AHEAD 1 [J1] ETA starts in 2 s to 5 s, by estimates HINT
                                                      -> a shorter --estimate or --limit, if that is true,
                                                      -> lets it start before
        after 5000                                    ->
        tick                                          -> exam open again
        plan                                          -> J3/0.1 on W1 gpu 0
        """);
  }

  @Test
  void reservedGpusHaveTheirShareOfTheRest() {
    play(
        """
        worker a cpu=8 gpus=A100:40,A100:40,A100:40,A100:40 -> W1 registered
        reserve exam gpus=2 for=exam start=1000000 end=1005000 -> exam reserved 2 of a
        submit wide cpu=5 est=9000                    -> J1 admitted x1
        submit half cpu=4 est=9000                    -> J2 admitted x1
        plan                                          -> J2/0.1 on W1
        submit mine queue=exam cpu=3 gpus=1 est=9000  -> J3 admitted x1
        submit two queue=exam cpu=1 gpus=1 est=9000   -> J4 admitted x1
        plan                                          -> J3/0.1 on W1 gpu 0; J4/0.1 on W1 gpu 1
        """);
  }

  @Test
  void gpusThatWillBeInUseThenAreNotReserved() {
    play(
        """
        worker a cpu=8 gpus=A100:40,A100:40           -> W1 registered
        submit runs gpus=1 est=5000                   -> J1 admitted x1
        plan                                          -> J1/0.1 on W1 gpu 0
        reserve two gpus=2 start=1004999 end=1009000  -> ! RESERVATION_GPUS
        reserve two gpus=2 start=1005000 end=1009000  -> two reserved 2 of a
        drain W1                                      -> W1 draining
        reserve one gpus=1 start=1010000 end=1011000  -> ! RESERVATION_GPUS
        """);
  }

  @Test
  void aJobBehindOthersOfItsClassFindsWhatIsReservedForItsUser() {
    play(
        """
        worker a cpu=8 gpus=A100:40                   -> W1 registered
        reserve exam gpus=1 users=ann start=1000000 end=1005000 -> exam reserved 1 of a
        submit first as=bob gpus=1 est=9000           -> J1 admitted x1
        submit mine as=ann gpus=1 est=9000            -> J2 admitted x1
        plan                                          -> J2/0.1 on W1 gpu 0
        """);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    play(
        """
        worker a cpu=4                                -> W1 registered
        reserve r start=1005000 end=1005000           -> ! RESERVATION_TIME
        reserve r start=1 end=1000000                 -> ! RESERVATION_TIME
        reserve R start=1 end=2000000                 -> ! RESERVATION_NAME
        reserve r for=Q start=1 end=2000000           -> ! QUEUE_NAME
        reserve r for=q users=ann start=1 end=2000000 -> ! RESERVATION_HOLDER
        reserve r gpus=1 start=1 end=2000000          -> ! RESERVATION_GPUS
        reserve r gpus=-1 start=1 end=2000000         -> ! RESERVATION_GPUS
        reserve r workers=z start=1 end=2000000       -> ! WORKER_NOT_FOUND
        reserve r start=1 end=2000000                 -> r reserved
        reserve r start=1 end=2000000                 -> nothing
        reserve r start=2 end=2000000                 -> ! RESERVATION_EXISTS
        unreserve q                                   -> ! RESERVATION_NOT_FOUND
        """);
  }
}
