package io.github.packtrain.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.simulator.trace.Muri;
import io.github.packtrain.simulator.trace.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published results of the Muri simulator come out of the core. */
class MuriReplayTest {
  private static final Path DATA =
      Path.of(System.getProperty("packtrain.data", "../../shared/data")).resolve("muri");
  private static final double MILLIONTH_OF_ALL_IN_PERCENT = 1e-4;

  @ParameterizedTest
  @CsvSource({
    "trace3, srtf, 193081.796, 8174135.280",
    "trace3, srsf, 185021.880, 8174135.280",
    "trace3, las, 347213.248, 8174226.280",
    "trace3_static, srtf, 844394.780, 7261795.828",
    "trace3_static, srsf, 798057.683, 6907790.403",
    "trace3_static, las, 2213110.128, 6761641.420"
  })
  void published(String trace, String order, double averageSeconds, double makespanSeconds)
      throws IOException {
    Outcomes outcomes = replay(trace, order);
    assertThat(outcomes.averageCompletion())
        .isCloseTo(averageSeconds, withinPercentage(MILLIONTH_OF_ALL_IN_PERCENT));
    assertThat(outcomes.makespan())
        .isCloseTo(makespanSeconds, withinPercentage(MILLIONTH_OF_ALL_IN_PERCENT));
  }

  @ParameterizedTest
  @CsvSource({"trace3", "trace3_static"})
  void oursAreBetter(String trace) throws IOException {
    double known = replay(trace, "ours").averageCompletion();
    assertThat(known / replay(trace, "srsf").averageCompletion()).isLessThanOrEqualTo(1.0);
    double unknown = replay(trace, "gittins").averageCompletion();
    assertThat(unknown / replay(trace, "las").averageCompletion()).isLessThanOrEqualTo(0.95);
  }

  private static Outcomes replay(String trace, String order) throws IOException {
    Path file = DATA.resolve(trace + ".csv");
    assumeTrue(Files.isRegularFile(file), "there is no " + file + ": nothing is replayed");
    Workload workload =
        switch (order) {
          case "las" -> Muri.counting(file, false);
          case "gittins" -> Muri.nodes(file, false);
          default -> Muri.nodes(file, true);
        };
    Policy policy = Policy.of(PlacementChoice.FIRST_FIT, order.equals("ours") ? "srsf" : order);
    policy = policy.with("repack", "true");
    policy =
        switch (order) {
          case "las" -> policy.with("limits", "3250000s,7200000s");
          case "gittins" -> policy.with("prior", "3000000s");
          case "ours" -> policy.with("width_weight", "0.9");
          default -> policy;
        };
    return Replay.run(workload, Protocol.MURI, policy);
  }
}
