package io.github.packtrain.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fifty seeded process runs: masters and workers killed, workers frozen beyond their lease and
 * thawed.
 */
@Tag("swarm")
class KillSwarmTest {
  private static final long RUNS = 50;

  static LongStream seeds() {
    String one = System.getProperty("seed");
    return one == null ? LongStream.rangeClosed(1, RUNS) : LongStream.of(Long.parseLong(one));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyTaskEndsOnceWhateverIsKilled(
      long seed, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
    KillRun.Report report = new KillRun(seed, KillBench.modeOf(seed), directory).run();
    assertThat(report.violations())
        .as("%s; again with: ./dev bench kill --seed %d; files in %s", report, seed, directory)
        .isEmpty();
  }
}
