package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;

import io.github.packtrain.core.plan.place.PlacementChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each policy prefers, and what none of them may do. */
class PlacementPolicyTest {
  @ParameterizedTest
  @MethodSource("io.github.packtrain.core.plan.place.PlacementChoice#all")
  void nonePutsATaskWhereItCannotRun(PlacementChoice policy) {
    play(
        """
        worker rocm  cpu=64 gpus=MI300:192,MI300:192 -> W1 registered
        worker small cpu=64 gpus=A100:40,A100:40 -> W2 registered
        worker bare  cpu=64            -> W3 registered
        worker sick  cpu=64 gpus=A100:80 sick=g0 -> W4 registered
        worker right cpu=64 gpus=A100:80 -> W5 registered
        submit cuda gpus=1 vendor=NVIDIA gpumem=80 tasks=2 -> J1 admitted x2
        plan policy=$ -> J1/0.1 on W5 gpu 0
        submit both gpus=2 vendor=NVIDIA gpumem=80 -> J2 admitted x1
        plan policy=$ -> nothing
        end J1/0.1 ok -> J1/0.1 SUCCEEDED, task COMPLETED
        submit amd gpus=2 vendor=AMD prio=90 -> J3 admitted x1
        plan policy=$ -> J3/0.1 on W1 gpu 0,1; J1/1.1 on W5 gpu 0
        """
            .replace("$", policy.toString()));
  }

  @ParameterizedTest
  @MethodSource("io.github.packtrain.core.plan.place.PlacementChoice#all")
  void sharesNeverExceedADevicesShareNorItsMemory(PlacementChoice policy) {
    play(
        """
        worker a cpu=8 gpus=A100:80    -> W1 registered
        submit s share=0.3 gpumem=30 tasks=2 -> J1 admitted x2
        plan policy=$ -> J1/0.1 on W1 gpu 0:300m/30G; J1/1.1 on W1 gpu 0:300m/30G
        submit t share=0.3 gpumem=30   -> J2 admitted x1
        submit u share=0.5 gpumem=5    -> J3 admitted x1
        submit v share=0.4 gpumem=20   -> J4 admitted x1
        plan policy=$ -> J4/0.1 on W1 gpu 0:400m/20G
        free W1 -> cpu 5000, 0m/0G
        """
            .replace("$", policy.toString()));
  }

  @ParameterizedTest
  @MethodSource("io.github.packtrain.core.plan.place.PlacementChoice#all")
  void machinesWithoutAnythingDivideByNothing(PlacementChoice policy) {
    play(
        """
        worker a cpu=2 mem=0 disk=0    -> W1 registered
        submit s cpu=1 tasks=3         -> J1 admitted x3
        plan policy=$ -> J1/0.1 on W1; J1/1.1 on W1
        """
            .replace("$", policy.toString()));
  }

  @Test
  void bestFitBySumWeighsCpuAgainstDevices() {
    play(
        """
        worker a cpu=64 gpus=A100:80,A100:80 -> W1 registered
        worker b cpu=8  gpus=A100:80,A100:80,A100:80 -> W2 registered
        submit s gpus=1 tasks=2        -> J1 admitted x2
        plan policy=best_fit:rule=order max=1 -> J1/0.1 on W1 gpu 0
        plan policy=best_fit max=1     -> J1/1.1 on W2 gpu 0
        """);
  }

  @Test
  void roundRobinTakesTurnsAndKeepsTheTurnOfWhoeverIsFull() {
    play(
        """
        worker a cpu=2                 -> W1 registered
        worker b cpu=1                 -> W2 registered
        worker c cpu=3                 -> W3 registered
        submit s tasks=6               -> J1 admitted x6
        plan policy=round_robin max=4  -> J1/0.1 on W1; J1/1.1 on W2; J1/2.1 on W3; J1/3.1 on W1
        plan policy=round_robin max=1  -> J1/4.1 on W3
        end J1/1.1 ok                  -> J1/1.1 SUCCEEDED, task COMPLETED
        plan policy=round_robin        -> J1/5.1 on W2
        """);
  }

  @Test
  void loadBalancingTakesTheLeastLoadedOfItsKind() {
    play(
        """
        worker a cpu=4                 -> W1 registered
        worker b cpu=8                 -> W2 registered
        submit s cpu=2 tasks=4         -> J1 admitted x4
        plan policy=load_balancing     -> J1/0.1 on W1; J1/1.1 on W2; J1/2.1 on W2; J1/3.1 on W1
        """);
  }

  @Test
  void batchFillsAGroupBeforeItBeginsAnother() {
    play(
        """
        worker a cpu=8 gpus=A100:80    -> W1 registered
        worker b cpu=8 gpus=A100:80    -> W2 registered
        submit s share=0.2 gpumem=10 tasks=5 -> J1 admitted x5
        plan policy=batch:size=2 max=2 -> J1/0.1 on W1 gpu 0:200m/10G; J1/1.1 on W1 gpu 0:200m/10G
        end J1/0.1 ok                  -> J1/0.1 SUCCEEDED, task COMPLETED
        plan policy=batch:size=2 max=1 -> J1/2.1 on W1 gpu 0:200m/10G
        """);
  }

  @Test
  void costAwareTakesTheCheapestHourAndTheUnpricedLast() {
    play(
        """
        worker dear  cpu=8 cost=8000000 -> W1 registered
        worker cheap cpu=2 cost=1000000 -> W2 registered
        worker own   cpu=8             -> W3 registered
        submit s cpu=1 tasks=4         -> J1 admitted x4
        plan policy=cost_aware max=3   -> J1/0.1 on W2; J1/1.1 on W2; J1/2.1 on W1
        plan policy=cost_aware:unpriced=first -> J1/3.1 on W3
        """);
  }

  @Test
  void dotProductTakesWhereLittleIsLeftOfWhatIsAsked() {
    play(
        """
        worker a cpu=64 gpus=A100:80,A100:80,A100:80,A100:80 -> W1 registered
        worker b cpu=96 gpus=A100:80   -> W2 registered
        submit s cpu=8 gpus=1 tasks=1  -> J1 admitted x1
        submit t cpu=64 tasks=1        -> J2 admitted x1
        plan policy=dot_product        -> J1/0.1 on W2 gpu 0; J2/0.1 on W1
        """);
  }

  @Test
  void gpuPackingUsesWhatIsInUseBeforeWhatIsIdle() {
    play(
        """
        worker a cpu=8 gpus=A100:80,A100:80 -> W1 registered
        worker b cpu=8 gpus=A100:80,A100:80,A100:80 -> W2 registered
        submit s share=0.5             -> J1 admitted x1
        plan policy=gpu_packing        -> J1/0.1 on W1 gpu 0:500m/40G
        submit t share=0.6 tasks=2     -> J2 admitted x2
        plan policy=gpu_packing        -> J2/0.1 on W1 gpu 1:600m/48G; J2/1.1 on W2 gpu 0:600m/48G
        submit u share=0.4             -> J3 admitted x1
        plan policy=gpu_packing        -> J3/0.1 on W1 gpu 1:400m/32G
        """);
  }

  @Test
  void gpuClusteringKeepsLikeWithLike() {
    play(
        """
        worker a cpu=8 gpus=A100:80,A100:80 -> W1 registered
        worker b cpu=8 gpus=A100:80,A100:80 -> W2 registered
        submit s share=0.5             -> J1 admitted x1
        plan policy=gpu_clustering     -> J1/0.1 on W1 gpu 0:500m/40G
        submit t gpus=1 tasks=2        -> J2 admitted x2
        plan policy=gpu_clustering     -> J2/0.1 on W2 gpu 0; J2/1.1 on W2 gpu 1
        submit u share=0.4             -> J3 admitted x1
        plan policy=gpu_clustering     -> J3/0.1 on W1 gpu 0:400m/32G
        """);
  }

  /** Half of a device is free on a, so the share goes there and b stays whole. */
  @Test
  void fgdKeepsWhatOthersNeed() {
    play(
        """
        worker a cpu=8 gpus=A100:80    -> W1 registered
        worker b cpu=8 gpus=A100:80    -> W2 registered
        submit s share=0.5             -> J1 admitted x1
        plan policy=fgd                -> J1/0.1 on W1 gpu 0:500m/40G
        submit t share=0.5             -> J2 admitted x1
        submit u gpus=1 tasks=3        -> J3 admitted x3
        plan policy=fgd max=1          -> J2/0.1 on W1 gpu 0:500m/40G
        """);
  }

  /** On a, the share would use up CPUs that the whole devices need. */
  @ParameterizedTest
  @CsvSource({"fgd, W1", "packing, W2"})
  void packingKeepsCpusForTheDevicesThatAreLeft(String policy, String worker) {
    play(
        """
        worker a cpu=36 gpus=A100:80,A100:80,A100:80 -> W1 registered
        worker b cpu=64 gpus=A100:80,A100:80,A100:80 -> W2 registered
        submit s cpu=12 gpus=1 tasks=15 prio=10 -> J1 admitted x15
        submit t cpu=13 share=0.2 prio=90 -> J2 admitted x1
        plan policy=$ max=1 -> J2/0.1 on % gpu 0:200m/16G
        """
            .replace("$", policy)
            .replace("%", worker));
  }

  @Test
  void packingLeavesHolesThatWillBeFilled() {
    play(
        """
        worker a cpu=64 gpus=A100:80,A100:80 -> W1 registered
        submit x share=0.81 tasks=60 prio=10 -> J1 admitted x60
        submit y share=0.47 tasks=60 prio=10 -> J2 admitted x60
        submit k share=0.81 prio=90    -> J3 admitted x1
        submit l share=0.47 prio=80    -> J4 admitted x1
        submit m share=0.16 tasks=1 prio=70 -> J5 admitted x1
        plan policy=packing max=3      -> J3/0.1 on W1 gpu 0:810m/64G; J4/0.1 on W1 gpu 1:470m/37G;
                                       -> J5/0.1 on W1 gpu 0:160m/12G
        """);
  }

  @Test
  void packingKeepsCpuWorkOffGpuMachinesAndPacksIt() {
    play(
        """
        worker a cpu=4 gpus=A100:80    -> W1 registered
        worker b cpu=64                -> W2 registered
        worker c cpu=8                 -> W3 registered
        submit s cpu=4 tasks=3         -> J1 admitted x3
        plan policy=packing            -> J1/0.1 on W3; J1/1.1 on W3; J1/2.1 on W2
        """);
  }
}
