package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;

import org.junit.jupiter.api.Test;

/** Plans become attempts: which worker, which device, in which order, and what is dropped. */
class PlacingTest {
  @Test
  void firstFitTakesTheSmallestId() {
    play(
        """
        worker a cpu=8                 -> W1 registered
        worker b cpu=2                 -> W2 registered
        submit s cpu=2 tasks=2         -> J1 admitted x2
        plan first                     -> J1/0.1 on W1; J1/1.1 on W1
        """);
  }

  @Test
  void bestFitLeavesBigHoles() {
    play(
        """
        worker a cpu=4                 -> W1 registered
        worker b cpu=2                 -> W2 registered
        submit s cpu=2 tasks=3         -> J1 admitted x3
        plan best                      -> J1/0.1 on W2; J1/1.1 on W1; J1/2.1 on W1
        """);
  }

  @Test
  void bestFitKeepsCpuWorkOffGpuMachines() {
    play(
        """
        worker a cpu=4 gpus=A100:80    -> W1 registered
        worker b cpu=64                -> W2 registered
        submit s cpu=4                 -> J1 admitted x1
        plan best                      -> J1/0.1 on W2
        """);
  }

  @Test
  void worstFitSpreads() {
    play(
        """
        worker a cpu=4                 -> W1 registered
        worker b cpu=4                 -> W2 registered
        submit s cpu=1 tasks=4         -> J1 admitted x4
        plan worst                     -> J1/0.1 on W1; J1/1.1 on W2; J1/2.1 on W1; J1/3.1 on W2
        """);
  }

  @Test
  void wholeDevicesAreHeldAlone() {
    play(
        """
        worker a gpus=A100:80,A100:80,A100:80 -> W1 registered
        submit s gpus=2 tasks=2        -> J1 admitted x2
        plan                           -> J1/0.1 on W1 gpu 0,1
        free W1                        -> cpu 3000, 0m/0G, 0m/0G, 1000m/80G
        why                            -> 1 wait: GPU 1000<2000 a
        end J1/0.1 ok                  -> J1/0.1 SUCCEEDED, task COMPLETED
        plan                           -> J1/1.1 on W1 gpu 0,1
        """);
  }

  @Test
  void memoryIsCheckedPerDevice() {
    play(
        """
        worker a gpus=A100:40,A100:40  -> W1 registered
        submit s gpus=1 gpumem=80      -> J1 admitted x1
        plan                           -> nothing
        why                            -> 1 never: INFEASIBLE_GPU_MEMORY 40G<80G a (0 of 1)
        worker b gpus=A100:40,A100:80  -> W2 registered
        plan                           -> J1/0.1 on W2 gpu 1
        """);
  }

  @Test
  void sharesPackByMilliAndMemory() {
    play(
        """
        worker a cpu=8 gpus=A100:80,A100:80 -> W1 registered
        submit s share=0.3 gpumem=30 tasks=6 -> J1 admitted x6
        plan                           -> J1/0.1 on W1 gpu 0:300m/30G; J1/1.1 on W1 gpu 0:300m/30G;
                                       -> J1/2.1 on W1 gpu 1:300m/30G; J1/3.1 on W1 gpu 1:300m/30G
        why                            -> 2 wait: GPU_MEMORY 20G<30G a (0 of 1)
        submit t share=0.25 tasks=1    -> J2 admitted x1
        plan                           -> J2/0.1 on W1 gpu 0:250m/20G
        free W1                        -> cpu 3000, 150m/0G, 400m/20G
        """);
  }

  @Test
  void worstFitSpreadsSharesOverDevices() {
    play(
        """
        worker a gpus=A100:80,A100:80  -> W1 registered
        submit s share=0.5 tasks=2     -> J1 admitted x2
        plan worst                     -> J1/0.1 on W1 gpu 0:500m/40G; J1/1.1 on W1 gpu 1:500m/40G
        """);
  }

  @Test
  void kindsOfDevicesAndLabelsAreObeyed() {
    play(
        """
        worker a gpus=MI300:192        -> W1 registered
        worker b gpus=T4:16            -> W2 registered
        worker c gpus=H100:80 label=zone:x -> W3 registered
        submit cuda gpus=1 vendor=NVIDIA cc=90 -> J1 admitted x1
        submit amd  gpus=1 vendor=AMD  -> J2 admitted x1
        submit old  gpus=1 model=t4    -> J3 admitted x1
        submit zone cpu=1 label=zone:x -> J4 admitted x1
        plan                           -> J1/0.1 on W3 gpu 0; J2/0.1 on W1 gpu 0; J3/0.1 on W2 gpu 0;
                                       -> J4/0.1 on W3
        submit none gpus=1 model=B200  -> J5 admitted x1
        submit nowhere label=zone:y    -> J6 admitted x1
        why                            -> 1 never: INFEASIBLE_GPU_KIND x3 0<1 a (MI300);
                                       -> 1 never: INFEASIBLE_LABEL x3 a (label zone=y)
        """);
  }

  @Test
  void aSickDeviceIsNeverGivenOut() {
    play(
        """
        worker a gpus=A100:80,A100:80 sick=g0 -> W1 registered
        free W1                        -> cpu 4000, 0m/0G, 1000m/80G
        submit s gpus=1 tasks=2        -> J1 admitted x2
        plan                           -> J1/0.1 on W1 gpu 1
        """);
  }

  @Test
  void priorityThenArrivalAcrossClasses() {
    play(
        """
        worker a cpu=4                 -> W1 registered
        submit low  cpu=1 prio=10 tasks=2 -> J1 admitted x2
        submit mid1 cpu=1 tasks=1      -> J2 admitted x1
        submit mid2 cpu=0.5 tasks=2    -> J3 admitted x2
        submit mid3 cpu=1 tasks=1      -> J4 admitted x1
        submit high cpu=0.5 prio=90    -> J5 admitted x1
        plan                           -> J5/0.1 on W1; J2/0.1 on W1; J3/0.1 on W1; J3/1.1 on W1;
                                       -> J4/0.1 on W1
        why                            -> 2 wait: CPU 500<1000 a
        """);
  }

  @Test
  void nobodyWaitsForWhatCannotStart() {
    play(
        """
        worker a cpu=4                 -> W1 registered
        submit big cpu=9 prio=90       -> J1 admitted x1
        submit small cpu=1             -> J2 admitted x1
        plan                           -> J2/0.1 on W1
        why                            -> 1 never: INFEASIBLE_CPU 4000<9000 a
        """);
  }

  @Test
  void waitingIsToldFromImpossible() {
    play(
        """
        submit s cpu=4 tasks=2         -> J1 admitted x2
        why                            -> 2 wait: NO_WORKERS
        worker a cpu=2 mem=1           -> W1 registered
        why                            -> 2 never: INFEASIBLE_CPU 2000<4000 a
        worker b cpu=3 mem=1           -> W2 registered
        why                            -> 2 never: INFEASIBLE_CPU x2 3000<4000 b
        worker c cpu=4                 -> W3 registered
        plan                           -> J1/0.1 on W3
        why                            -> 1 wait: CPU x3 3000<4000 b
        drain W3                       -> W3 draining
        why                            -> 1 wait: CPU x2 3000<4000 b, DRAINING c
        undrain W3                     -> W3 open
        cut W3                         ->
        why                            -> 1 wait: CPU x2 3000<4000 b, UNREACHABLE c
        lose W3                        -> W3 lost; J1/0.1 LOST, again
        why                            -> 2 never: INFEASIBLE_CPU x2 3000<4000 b
        """);
  }

  @Test
  void whatDoesNotFitIntoOneCycleIsToldFromTheImpossible() {
    play(
        """
        worker a cpu=4                 -> W1 registered
        submit s cpu=1 tasks=3         -> J1 admitted x3
        submit t cpu=9                 -> J2 admitted x1
        plan max=2                     -> J1/0.1 on W1; J1/1.1 on W1
        why max=1                      -> 1 never: INFEASIBLE_CPU 4000<9000 a
        submit u cpu=2                 -> J3 admitted x1
        why max=1                      -> 1 never: INFEASIBLE_CPU 4000<9000 a; 1 wait: CPU 1000<2000 a
        submit v cpu=0.5 prio=90       -> J4 admitted x1
        why max=1                      -> 1 wait: NEXT_CYCLE; 1 never: INFEASIBLE_CPU 4000<9000 a; 1 wait: CPU 1500<2000 a
        """);
  }

  @Test
  void theJobsOwnLimitHolds() {
    play(
        """
        worker a cpu=8                 -> W1 registered
        submit s tasks=5 par=2         -> J1 admitted x5
        submit t tasks=1               -> J2 admitted x1
        plan                           -> J1/0.1 on W1; J1/1.1 on W1; J2/0.1 on W1
        why                            -> nothing waits
        end J1/0.1 ok                  -> J1/0.1 SUCCEEDED, task COMPLETED
        plan                           -> J1/2.1 on W1
        """);
  }

  @Test
  void stalePlansAreDropped() {
    play(
        """
        worker a cpu=2                 -> W1 registered
        submit s cpu=2 tasks=2         -> J1 admitted x2
        keep                           -> 1 placements
        submit t cpu=1 prio=90         -> J2 admitted x1
        plan                           -> J2/0.1 on W1
        commit                         -> 1 dropped
        end J2/0.1 ok                  -> J2/0.1 SUCCEEDED, task COMPLETED; J2 COMPLETED
        commit                         -> J1/0.1 on W1
        commit                         -> 1 dropped
        end J1/0.1 ok                  -> J1/0.1 SUCCEEDED, task COMPLETED
        drain W1                       -> W1 draining
        commit                         -> 1 dropped
        undrain W1                     -> W1 open
        cancel J1/1                    -> J1/1 cancelled; J1 CANCELLED
        commit                         -> 1 dropped
        lose W1                        -> W1 lost
        commit                         -> 1 dropped
        """);
  }

  @Test
  void placementsBindTheNextTaskInLine() {
    play(
        """
        worker a cpu=1                 -> W1 registered
        submit s tasks=3               -> J1 admitted x3
        keep                           -> 1 placements
        cancel J1/0                    -> J1/0 cancelled
        commit                         -> J1/1.1 on W1
        withdraw J1/1.1                -> J1/1.1 withdrawn, again
        plan                           -> J1/1.2 on W1
        end J1/1.2 ok                  -> J1/1.2 SUCCEEDED, task COMPLETED
        plan                           -> J1/2.1 on W1
        """);
  }
}
