package io.github.packtrain.bench.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of fault in its long form: 100 master kills, 200 worker kills, 50 freezes, … */
@Tag("swarm")
class FaultSwarmTest {
  @ParameterizedTest
  @EnumSource
  void nothingAcknowledgedIsLostAndNothingCountsTwice(
      FaultKind kind, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
    long seed = Long.getLong("seed", 1);
    FaultReport report = kind.run(kind.runs(), kind.inFlight(), seed, directory);
    System.out.print(report);
    assertThat(report.violations())
        .as("again with: %s; files in %s", report.again(), directory)
        .isEmpty();
  }
}
