package io.github.packtrain.simulator.saturation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.saturation.Saturation.Outcome;
import io.github.packtrain.simulator.trace.OpenbTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol on a small made-up cluster, and on the recorded one where that is at hand. */
class SaturationTest {
  private static final int FULL = 100;
  private static final long GIB = 1L << 30;

  @ParameterizedTest
  @MethodSource("io.github.packtrain.core.plan.place.PlacementChoice#all")
  void everyPolicyFillsTheClusterTheSameWayForTheSameSeed(PlacementChoice policy) {
    SaturationRun run = new SaturationRun(nodes(), requests(3), policy, false);
    Curve one = run.run(7);
    Curve same = run.run(7);
    for (int percent = 0; percent <= Curve.LAST_PERCENT; percent++) {
      assertThat(one.has(percent)).isEqualTo(same.has(percent));
      if (one.has(percent)) {
        assertThat(one.unallocatedPercent(percent)).isEqualTo(same.unallocatedPercent(percent));
        assertThat(one.unallocatedPercent(percent)).isBetween(0.0, 100.0);
        assertThat(one.fragmentedPercent(percent))
            .isBetween(-1e-9, one.unallocatedPercent(percent) + 1e-9);
      }
    }
    assertThat(one.refused()).isPositive();
    assertThat(one.unallocatedPercent(FULL)).isLessThan(40);
  }

  @Test
  void demandSeenSoFarDoesNotLookAhead() {
    List<Request> list = requests(3);
    Outcome told = outcome(new Saturation(nodes(), list, false), "packing", 5);
    Outcome soFar = outcome(new Saturation(nodes(), list, true), "packing", 5);
    assertThat(soFar.unallocatedPercent().mean())
        .isNotEqualTo(told.unallocatedPercent().mean())
        .isLessThan(
            outcome(new Saturation(nodes(), list, true), "random", 5).unallocatedPercent().mean());
  }

  @Test
  void offersReachWhatIsWantedFromBelowAndFromAbove() {
    List<Request> list = requests(1);
    long sum = list.stream().mapToLong(Offers::gpuMilli).sum();
    for (long wanted : new long[] {sum / 2, sum * 2}) {
      long drawn = 0;
      for (int place : Offers.drawn(list, wanted, new SplittableRandom(1))) {
        drawn += Offers.gpuMilli(list.get(place));
      }
      assertThat(drawn).isBetween(wanted, wanted + 4_000);
    }
    int[] shuffled = Offers.shuffled(50, new SplittableRandom(2));
    assertThat(IntStream.of(shuffled).sorted().toArray())
        .containsExactly(IntStream.range(0, 50).toArray());
  }

  @Test
  void theJsonHasMetricsAndCurve() {
    Saturation saturation = new Saturation(nodes(), requests(3), false);
    String json = Saturation.json(List.of(outcome(saturation, "first_fit", 2)));
    assertThat(json)
        .startsWith(
            "{\"policies\":[{\"placement\":\"first_fit\",\"order\":\"fifo\",\"metrics\":"
                + "{\"unallocatedGpuPercent\":{\"mean\":")
        .contains("\"n\":2}")
        .contains("\"curve\":[{\"arrivedPercent\":")
        .endsWith("]}]}");
  }

  @Test
  void theBoundOfADifferenceIsStudents() {
    Spread spread = Spread.of(new double[] {1, 2, 3, 4, 5});
    assertThat(spread.mean()).isEqualTo(3);
    assertThat(spread.sd()).isCloseTo(1.5811, within(1e-4));
    assertThat(spread.upper95()).as("t(4) is 2.132").isCloseTo(3 + 2.132 * 0.70711, within(0.02));
  }

  /** Few seeds of the recorded cluster; {@code ./dev bench saturation} has many. */
  @Test
  void onTheRecordedClusterPackingBeatsFgdBeatsBestFit() throws IOException {
    Optional<Path> found = findOpenb();
    assumeThat(found).as("skipped: the openb trace is not beside the checkout").isPresent();
    Path data = found.orElseThrow();
    List<WorkerSpec> nodes = OpenbTrace.readNodes(data.resolve("nodes.csv"));
    List<Request> pods = OpenbTrace.readPods(data.resolve("pods_default.csv"));
    Saturation saturation = new Saturation(nodes, pods, false);
    Outcome fgd = outcome(saturation, "fgd", 2);
    Outcome packing = outcome(saturation, "packing", 2);
    Outcome bestFit = outcome(saturation, "best_fit", 2);
    assertThat(fgd.unallocatedPercent().mean()).isBetween(4.4, 5.1);
    assertThat(fgd.fragmentedPercent().mean()).isLessThan(4.9);
    assertThat(bestFit.unallocatedPercent().mean()).isBetween(6.6, 7.7);
    assertThat(packing.against(fgd).mean()).isLessThan(-0.2);
  }

  private static Outcome outcome(Saturation saturation, String policy, int seeds) {
    try {
      return saturation.run(PlacementChoice.of(policy), 1, seeds, 2);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Path> findOpenb() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path data = at.resolve("shared/data/openb");
      if (Files.exists(data.resolve("nodes.csv"))) {
        return Optional.of(data);
      }
    }
    return Optional.empty();
  }

  private static List<WorkerSpec> nodes() {
    List<WorkerSpec> nodes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      List<Device> devices = new ArrayList<>();
      for (int j = 0; j < 1 << i % 4; j++) {
        String model = i % 3 == 0 ? "T4" : "A100";
        devices.add(new Device("g" + j, j, Vendor.NVIDIA, model, 0, 0, -1, "", true));
      }
      Resources all = new Resources(12_000 * devices.size(), 64 * GIB * devices.size(), 0);
      nodes.add(WorkerSpec.of("n" + i, all, devices));
    }
    return nodes;
  }

  private static List<Request> requests(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      Resources host = new Resources(1_000 * (1 + random.nextInt(14)), 8 * GIB, 0);
      List<String> models = random.nextInt(8) == 0 ? List.of("T4") : List.of();
      GpuRequest gpu =
          switch (random.nextInt(5)) {
            case 0 -> GpuRequest.NONE;
            case 1 -> new GpuRequest(1 << random.nextInt(3), 1_000, 0, List.of(), models, 0);
            case 2 -> new GpuRequest(1, 1_000, 0, List.of(), models, 0);
            default -> new GpuRequest(1, 150 + 10 * random.nextInt(80), 0, List.of(), models, 0);
          };
      requests.add(new Request(host, gpu, Map.of()));
    }
    return requests;
  }

  private static Offset<Double> within(double by) {
    return Offset.offset(by);
  }
}
