package io.github.packtrain.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.demo.DemoFleet;
import io.github.packtrain.cli.demo.DemoWork;
import io.github.packtrain.cli.embedded.LocalMaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration with a real master and real worker processes. */
class DemoCommandTest {
  @TempDir private Path home;

  @Test
  void workComesInIsDoneAndNothingIsLeft() throws IOException {
    List<Path> before = leftovers();
    CommandRun run =
        CommandRun.embedded(LocalMaster::start, home, "demo", "--workers", "2", "--run-time", "3");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("2 simulated workers are ready", "+ J1 ", " started on w", "ended: completed")
        .contains("? packtrain explain J", "can run on no registered worker")
        .contains("PLACEMENT", "packing", "worst_fit ran as a shadow")
        .doesNotContain("ended by itself");
    assertThat(leftovers()).isEqualTo(before);
  }

  private static List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("packtrain-demo-"))
          .sorted()
          .toList();
    }
  }

  @Test
  void theSameSeedMakesTheSameWork() {
    DemoWork one = new DemoWork(7);
    DemoWork two = new DemoWork(7);
    for (int i = 0; i < 50; i++) {
      DemoWork.Job job = one.next();
      DemoWork.Job same = two.next();
      assertThat(job.text()).isEqualTo(same.text());
      assertThat(job.body().items("params")).isEqualTo(same.body().items("params"));
      assertThat(one.pauseMillis()).isEqualTo(two.pauseMillis()).isNotNegative();
    }
    assertThat(new DemoWork(8).next().body()).isNotEqualTo(new DemoWork(7).next().body());
  }

  @Test
  void workersDiffer() {
    assertThat(DemoFleet.arguments(4)).doesNotHaveDuplicates().hasSize(4);
    assertThat(DemoFleet.arguments(9)).hasSize(9);
  }
}
