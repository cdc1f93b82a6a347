package io.github.packtrain.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real small file system that runs full (needs root for the mount; {@link DiskFaultTest} needs
 * none).
 */
class NoSpaceTest {
  @TempDir Path temp;

  @Test
  void aFullFileSystemHoldsTheBatchUntilTheReserveIsGivenBack() throws Exception {
    assumeTrue(mount(temp), "no right to mount a small file system here");
    try (DataDirectory directory = DataDirectory.open(temp.resolve("data"))) {
      Path others = Files.write(temp.resolve("others"), new byte[16_000_000]);
      long last;
      try (Journal journal = Journal.open(directory)) {
        BatchLog log = journal.log();
        long epoch = log.openEpoch(0);
        JournalException.NoSpace full = fill(log, epoch);
        assertThat(full)
            .hasMessageContaining("JOURNAL_NO_SPACE")
            .hasMessageContaining("free space");
        last = log.lastSequence();

        assertThat(journal.releaseReserve()).isTrue();
        byte[] completion = Journals.payload(4, 1, 300);
        assertThat(log.append(epoch, 1, completion, 0)).isEqualTo(last + 1);
        log.verify();
        fill(log, epoch);
        assertThat(journal.holdReserve()).isFalse();
        assertThat(temp.resolve("data/journal.reserve.tmp")).doesNotExist();
        last = log.lastSequence();
      }
      assertThatThrownBy(() -> Journal.open(directory))
          .isInstanceOf(JournalException.NoSpace.class);
      Files.delete(others);
      try (BatchLog log = BatchLog.open(directory)) {
        assertThat(log.lastSequence()).isEqualTo(last);
        assertThat(Journals.readAll(log)).hasSize((int) last);
      }
    } finally {
      unmount(temp);
    }
  }

  private static JournalException.NoSpace fill(BatchLog log, long epoch) {
    for (int i = 0; i < 10_000; i++) {
      try {
        log.append(epoch, 1, Journals.payload(4, i, 60_000), 0);
      } catch (JournalException.NoSpace full) {
        long last = log.lastSequence();
        assertThatThrownBy(() -> log.append(epoch, 1, new byte[60_000], 0))
            .isInstanceOf(JournalException.NoSpace.class);
        assertThat(log.lastSequence()).isEqualTo(last);
        return full;
      }
    }
    throw new AssertionError("the file system never ran full");
  }

  private static boolean mount(Path path) throws IOException, InterruptedException {
    return Files.isExecutable(Path.of("/bin/mount"))
        && run("/bin/mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", path.toString()) == 0;
  }

  private static void unmount(Path path) throws IOException, InterruptedException {
    assertThat(run("/bin/umount", "-l", path.toString())).isZero();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
