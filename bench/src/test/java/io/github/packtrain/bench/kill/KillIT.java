package io.github.packtrain.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five of the process runs; all fifty are {@link KillSwarmTest}. */
class KillIT {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 7})
  void everyTaskEndsOnceWhateverIsKilled(
      long seed, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
    KillRun.Report report = new KillRun(seed, KillBench.modeOf(seed), directory).run();
    assertThat(report.violations())
        .as("%s; again with: ./dev bench kill --seed %d; files in %s", report, seed, directory)
        .isEmpty();
  }
}
