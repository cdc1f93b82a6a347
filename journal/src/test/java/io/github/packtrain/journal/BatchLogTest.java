package io.github.packtrain.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.packtrain.journal.JournalException.Deposed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log promises as long as the disk keeps its own promises. */
class BatchLogTest {
  @TempDir Path temp;

  @Test
  void batchesComeBackInOrderAfterARestart() {
    try (DataDirectory directory = DataDirectory.open(temp.resolve("data"))) {
      try (BatchLog log = BatchLog.open(directory)) {
        long epoch = log.openEpoch(5);
        assertThat(epoch).isEqualTo(1);
        for (int i = 0; i < 40; i++) {
          assertThat(log.append(epoch, 3, Journals.payload(1, i + 2, 30_000), 100 + i))
              .isEqualTo(i + 2);
        }
      }
      try (BatchLog log = BatchLog.open(directory)) {
        assertThat(log.lastSequence()).isEqualTo(41);
        assertThat(log.lastEvent()).isEqualTo(120);
        List<Batch> batches = Journals.readAll(log);
        assertThat(batches).hasSize(41);
        assertThat(batches.get(0).eventCount()).isZero();
        Batch last = batches.getLast();
        assertThat(last.payload()).isEqualTo(Journals.payload(1, 41, 30_000));
        assertThat(last.firstEvent()).isEqualTo(118);
        assertThat(last.atMillis()).isEqualTo(139);
        assertThat(log.openEpoch(0)).isEqualTo(2);
        log.verify();
      }
    }
  }

  @Test
  void readsFromAnySequenceAndWhileAppending() {
    try (DataDirectory directory = DataDirectory.open(temp);
        BatchLog log = BatchLog.open(directory)) {
      long epoch = log.openEpoch(0);
      log.append(epoch, 1, new byte[] {1}, 0);
      log.append(epoch, 1, new byte[] {2}, 0);
      List<Long> seen = new ArrayList<>();
      log.read(
          2,
          batch -> {
            seen.add(batch.sequence());
            if (batch.sequence() == 3) {
              log.append(epoch, 1, new byte[] {3}, 0);
            }
          });
      assertThat(seen).containsExactly(2L, 3L, 4L);
      log.read(5, batch -> seen.add(-1L));
      assertThat(seen).hasSize(3);
    }
  }

  @Test
  void theLogStaysShortBesideASteadyWriter() throws Exception {
    int batches = 400;
    byte[] payload = new byte[10_000];
    try (DataDirectory directory = DataDirectory.open(temp);
        BatchLog log = BatchLog.open(directory, 1, 100_000)) {
      long epoch = log.openEpoch(0);
      for (int i = 0; i < batches; i++) {
        log.append(epoch, 1, payload, 0);
      }
      assertThat(Files.size(temp.resolve(BatchLog.WAL_FILE))).isLessThan(3_000_000);
    }
    try (DataDirectory directory = DataDirectory.open(temp);
        BatchLog log = BatchLog.open(directory)) {
      assertThat(log.lastSequence()).isEqualTo(batches + 1);
      log.verify();
    }
  }

  @Test
  void aDeposedMasterCannotWrite() {
    try (DataDirectory directory = DataDirectory.open(temp);
        BatchLog old = BatchLog.open(directory)) {
      long oldEpoch = old.openEpoch(0);
      old.append(oldEpoch, 1, new byte[] {1}, 0);
      try (BatchLog young = BatchLog.open(directory)) {
        long youngEpoch = young.openEpoch(0);
        assertThat(youngEpoch).isGreaterThan(oldEpoch);

        assertThatThrownBy(() -> old.append(oldEpoch, 1, new byte[] {2}, 0))
            .isInstanceOf(Deposed.class)
            .hasMessageContaining("epoch 1")
            .hasMessageContaining("batch 3");
        assertThatThrownBy(() -> old.append(oldEpoch, 1, new byte[] {2}, 0))
            .isInstanceOf(IllegalStateException.class);

        assertThat(young.append(youngEpoch, 1, new byte[] {3}, 0)).isEqualTo(4);
        assertThat(Journals.readAll(young))
            .extracting(Batch::epoch)
            .containsExactly(1L, 1L, 2L, 2L);
      }
    }
  }

  @Test
  void anAppendNeedsItsOwnEpoch() {
    try (DataDirectory directory = DataDirectory.open(temp);
        BatchLog log = BatchLog.open(directory)) {
      assertThatThrownBy(() -> log.append(1, 1, new byte[1], 0))
          .isInstanceOf(IllegalArgumentException.class);
      long epoch = log.openEpoch(0);
      assertThatThrownBy(() -> log.append(epoch, 0, new byte[1], 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(log.lastSequence()).isEqualTo(1);
    }
  }

  @Test
  void forgettingTheBeginningKeepsTheRestAndGivesSpaceBack() throws Exception {
    try (DataDirectory directory = DataDirectory.open(temp)) {
      long before;
      try (BatchLog log = BatchLog.open(directory)) {
        long epoch = log.openEpoch(0);
        for (int i = 2; i <= 600; i++) {
          log.append(epoch, 1, Journals.payload(7, i, 200_000), 0);
        }
        int steps = 0;
        before = Files.size(temp.resolve(BatchLog.DATABASE_FILE));
        while (log.truncateBefore(580)) {
          steps++;
        }
        assertThat(steps).isGreaterThan(4);
        assertThat(log.firstSequence()).isEqualTo(580);
        assertThatThrownBy(() -> log.read(579, batch -> {}))
            .isInstanceOf(JournalException.Damaged.class);
        assertThat(log.append(epoch, 1, new byte[] {1}, 0)).isEqualTo(601);
        assertThat(log.truncateBefore(9999)).isTrue();
        assertThat(log.firstSequence()).isEqualTo(601);
        log.verify();
      }
      assertThat(Files.size(temp.resolve(BatchLog.DATABASE_FILE))).isLessThan(before / 2);
      try (BatchLog log = BatchLog.open(directory)) {
        assertThat(log.lastSequence()).isEqualTo(601);
        assertThat(log.lastEvent()).isEqualTo(600);
        assertThat(log.openEpoch(0)).isEqualTo(2);
      }
    }
  }

  @Test
  void everyFileIsForItsOwnerOnly() throws Exception {
    Path data = temp.resolve("a/b");
    try (DataDirectory directory = DataDirectory.open(data);
        BatchLog log = BatchLog.open(directory)) {
      log.openEpoch(0);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
          .isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(data)) {
        assertThat(files.toList())
            .hasSizeGreaterThanOrEqualTo(5)
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void aPathWithOddCharactersIsTakenLiterally() {
    Path data = temp.resolve("a?mode=memory & 100%41 é#");
    try (DataDirectory directory = DataDirectory.open(data)) {
      try (BatchLog log = BatchLog.open(directory)) {
        log.openEpoch(0);
      }
      assertThat(data.resolve(BatchLog.DATABASE_FILE)).exists();
      try (BatchLog log = BatchLog.open(directory)) {
        assertThat(log.lastSequence()).isEqualTo(1);
      }
    }
  }
}
