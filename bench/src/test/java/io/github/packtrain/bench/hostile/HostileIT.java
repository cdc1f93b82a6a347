package io.github.packtrain.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.packtrain.worker.guard.GuardLimits;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A tenth of {@code ./dev bench hostile}. */
class HostileIT {
  @Test
  void nothingIsLeftAndEachEndIsRecordedForWhatItWas(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
    assumeTrue(
        GuardLimits.limitations(directory, "root", false).isEmpty(),
        "needs control groups for limits");
    HostileRun.Report report = new HostileRun(directory, 100, 200 << 20).run();
    assertThat(report.faults()).as("files in %s", directory).isEmpty();
    assertThat(report.left()).isZero();
  }
}
