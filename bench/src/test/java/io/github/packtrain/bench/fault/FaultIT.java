package io.github.packtrain.bench.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** About a tenth of each kind of fault; the whole is {@link FaultSwarmTest}. */
class FaultIT {
  @ParameterizedTest
  @CsvSource({
    "MASTER_KILL, 10, 200, 1",
    "WORKER_KILL, 20, 200, 2",
    "WORKER_FREEZE, 3, 24, 3",
    "MASTER_FREEZE, 3, 40, 4",
    "PARTITION, 3, 40, 5",
    "FLOOD, 8000, 200, 6"
  })
  void nothingAcknowledgedIsLostAndNothingCountsTwice(
      FaultKind kind,
      int runs,
      int inFlight,
      long seed,
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
      throws Exception {
    FaultReport report = kind.run(runs, inFlight, seed, directory);
    System.out.print(report);
    assertThat(report.violations())
        .as("again with: %s --in-flight %d; files in %s", report.again(), inFlight, directory)
        .isEmpty();
  }
}
