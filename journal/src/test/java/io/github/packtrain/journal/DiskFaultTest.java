package io.github.packtrain.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Failing syncs and full disks, made by a preloaded library in a JVM of its own (Linux with gcc).
 */
class DiskFaultTest {
  @TempDir Path temp;

  @Test
  void aFailedSyncStopsTheJournalAndLosesNothing() throws Exception {
    assertThat(run(FaultyDisk.SYNC_FAILURES, 40)).contains("failed syncs");
  }

  @Test
  @Tag("swarm")
  void everyFailedSyncStopsTheJournal() throws Exception {
    assertThat(run(FaultyDisk.SYNC_FAILURES, 10_000)).contains("failed syncs");
  }

  @Test
  void aFailedWriteStopsTheJournalAndLosesNothing() throws Exception {
    assertThat(run(FaultyDisk.WRITE_FAILURES, 40)).contains("failed writes");
  }

  @Test
  @Tag("swarm")
  void everyFailedWriteStopsTheJournal() throws Exception {
    assertThat(run(FaultyDisk.WRITE_FAILURES, 10_000)).contains("failed writes");
  }

  @Test
  void aFullDiskHoldsTheBatchAndLosesNothing() throws Exception {
    assertThat(run(FaultyDisk.FULL_DISK, 10)).contains("times without space");
  }

  @Test
  @Tag("swarm")
  void aDiskThatFillsUpAThousandTimes() throws Exception {
    assertThat(run(FaultyDisk.FULL_DISK, 150)).contains("times without space");
  }

  private String run(String scenario, int cases) throws IOException, InterruptedException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "preloading is done the Linux way");
    Path library;
    try {
      library = FaultyDisk.compile(temp);
    } catch (IOException noCompiler) {
      return abort("no gcc here, so the faulty disk cannot be built: " + noCompiler.getMessage());
    }
    ProcessBuilder child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                FaultyDisk.class.getName(),
                scenario,
                library.toString(),
                temp.resolve("data").toString(),
                String.valueOf(cases))
            .redirectErrorStream(true);
    child.environment().put("LD_PRELOAD", library.toString());
    Process process = child.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
