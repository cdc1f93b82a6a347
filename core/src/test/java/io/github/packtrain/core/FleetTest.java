package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;

import org.junit.jupiter.api.Test;

/** Workers come, come back, change, drain and get lost. */
class FleetTest {
  private static final String RUNNING =
      """
      worker a cpu=2 gpus=A100:80@x,A100:80@y -> W1 registered
      submit s gpus=1 tasks=2        -> J1 admitted x2
      plan                           -> J1/0.1 on W1 gpu 0; J1/1.1 on W1 gpu 1
      start J1/0.1                   -> J1/0.1 started
      """;

  @Test
  void namesAreUniqueAmongTheLiving() {
    play(
        """
        worker a uid=u1                -> W1 registered
        worker a uid=u2                -> ! WORKER_NAME_TAKEN
        worker b uid=u2                -> W2 registered
        worker a uid=u2                -> ! WORKER_NAME_TAKEN
        lose W1                        -> W1 lost
        worker a uid=u3                -> W1 forgotten; W3 registered
        worker a uid=u1                -> ! WORKER_NAME_TAKEN
        """);
  }

  @Test
  void whatAWorkerSaysOfItselfIsChecked() {
    play(
        """
        worker a gpus=A100:80@x,A100:80@x -> ! DEVICE_TWICE
        worker                         -> ! WORKER_NAME
        """);
  }

  @Test
  void theSameProcessMayNotHaveReceivedWhatWasPlaced() {
    play(
        RUNNING
            + """
            worker a cpu=2 gpus=A100:80@x,A100:80@y held=J1/0.1 -> nothing
            worker a cpu=2 gpus=A100:80@x,A100:80@y -> J1/0.1 LOST, again
            """);
  }

  @Test
  void anotherProcessHasWhatItSays() {
    play(
        RUNNING
            + """
            worker a inc=2 cpu=2 gpus=A100:80@x,A100:80@y held=J1/0.1 -> J1/1.1 LOST, again; W1 registered
            end J1/0.1 ok                  -> J1/0.1 SUCCEEDED, task COMPLETED
            """);
  }

  @Test
  void devicesKeepTheirPlacesWhileHeld() {
    play(
        RUNNING
            + """
            worker a cpu=2 gpus=A100:80@z,A100:80@y held=J1/0.1,J1/1.1 -> W1 registered
            free W1                        -> cpu 0, 0m/0G, 0m/0G, 1000m/80G
            end J1/0.1 ok                  -> J1/0.1 SUCCEEDED, task COMPLETED
            free W1                        -> cpu 1000, 0m/0G, 0m/0G, 1000m/80G
            submit t gpus=1 tasks=2        -> J2 admitted x2
            plan                           -> J2/0.1 on W1 gpu 2
            end J1/1.1 ok                  -> J1/1.1 SUCCEEDED, task COMPLETED; J1 COMPLETED
            end J2/0.1 ok                  -> J2/0.1 SUCCEEDED, task COMPLETED
            worker a cpu=2 gpus=A100:80@z,A100:80@y -> W1 registered
            free W1                        -> cpu 2000, 1000m/80G, 1000m/80G
            """);
  }

  @Test
  void aRestartThatEndsEverythingBringsAFreshDeviceList() {
    play(
        RUNNING
            + """
            worker a inc=2 cpu=2 gpus=A100:80@z -> J1/0.1 LOST, again; J1/1.1 LOST, again; W1 registered
            free W1                        -> cpu 2000, 1000m/80G
            """);
  }

  /** Attempts outlive their worker process, which may come back with less to offer. */
  @Test
  void aMachineMayComeBackSmallerThanWhatRunsOnIt() {
    play(
        """
        worker a cpu=4                 -> W1 registered
        submit s cpu=2 tasks=3         -> J1 admitted x3
        plan                           -> J1/0.1 on W1; J1/1.1 on W1
        worker a cpu=1 inc=2 held=J1/0.1,J1/1.1 -> W1 registered
        free W1                        -> cpu 0
        end J1/0.1 ok                  -> J1/0.1 SUCCEEDED, task COMPLETED
        free W1                        -> cpu 0
        end J1/1.1 ok                  -> J1/1.1 SUCCEEDED, task COMPLETED
        free W1                        -> cpu 1000
        why                            -> 1 never: INFEASIBLE_CPU 1000<2000 a
        """);
  }

  @Test
  void drainingLetsRunningWorkFinish() {
    play(
        RUNNING
            + """
            drain W1                       -> W1 draining
            drain W1                       -> nothing
            worker b gpus=A100:80          -> W2 registered
            submit t gpus=1                -> J2 admitted x1
            plan                           -> J2/0.1 on W2 gpu 0
            worker a inc=2 cpu=2 gpus=A100:80@x,A100:80@y held=J1/0.1,J1/1.1 -> W1 registered
            end J1/0.1 ok                  -> J1/0.1 SUCCEEDED, task COMPLETED
            undrain W1                     -> W1 open
            drain W9                       -> ! WORKER_NOT_FOUND
            """);
  }

  @Test
  void drainingWithEvictionAsksTheRunningToStop() {
    play(
        RUNNING
            + """
            drain W1 evict                 -> W1 draining; J1/0.1 stop EVICTED; J1/1.1 stop EVICTED
            end J1/0.1 evicted             -> J1/0.1 EVICTED, again
            withdraw J1/1.1                -> J1/1.1 withdrawn, again
            """);
  }

  @Test
  void aLostWorkerHoldsNothingAndMayComeBack() {
    play(
        RUNNING
            + """
            forget W1                      -> ! WORKER_NOT_LOST
            lose W1                        -> W1 lost; J1/0.1 LOST, again; J1/1.1 LOST, again
            lose W1                        -> nothing
            lose W9                        -> nothing
            plan                           -> nothing
            worker a cpu=2 gpus=A100:80@x,A100:80@y held=J1/0.1 -> W1 registered
            end J1/0.1 ok                  -> ! STALE_ATTEMPT
            plan                           -> J1/0.2 on W1 gpu 0; J1/1.2 on W1 gpu 1
            """);
  }

  @Test
  void aLostWorkerCanBeForgotten() {
    play(
        """
        worker a                       -> W1 registered
        lose W1                        -> W1 lost
        forget W1                      -> W1 forgotten
        forget W1                      -> ! WORKER_NOT_FOUND
        worker a                       -> W2 registered
        """);
  }
}
