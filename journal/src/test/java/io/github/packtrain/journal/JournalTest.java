package io.github.packtrain.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.packtrain.journal.JournalException.Damaged;
import io.github.packtrain.journal.JournalException.DirectoryRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Snapshots, retention, backups. The state here is the list of all batch payloads' hashes: a
 * snapshot is that list, so a recovery is right when it gives the list of everything ever appended.
 */
class JournalTest {
  @TempDir Path temp;

  private final List<Integer> truth = new ArrayList<>();

  @Test
  void recoveryIsSnapshotPlusWhatFollows() throws IOException {
    Path data = temp.resolve("data");
    try (DataDirectory directory = DataDirectory.open(data)) {
      try (Journal journal = Journal.open(directory)) {
        assertThat(journal.start()).isEmpty();
        append(journal, 20);
        snapshot(journal);
        append(journal, 5);
      }
      try (Journal journal = Journal.open(directory)) {
        assertThat(journal.start().orElseThrow().sequence()).isEqualTo(21);
        assertThat(recovered(journal)).isEqualTo(truth);
      }
    }
  }

  @Test
  void aBrokenNewestSnapshotFallsBackToTheOneBefore() throws IOException {
    Path data = temp.resolve("data");
    Random random = new Random(5);
    for (int round = 0; round < 12; round++) {
      try (DataDirectory directory = DataDirectory.open(data);
          Journal journal = Journal.open(directory)) {
        assertThat(recovered(journal)).as("round %d", round).isEqualTo(truth);
        append(journal, 10);
        snapshot(journal);
        while (journal.forget()) {}
        append(journal, 3);
      }
      Path newest = snapshotFiles(data).getLast();
      byte[] bytes = Files.readAllBytes(newest);
      if (round % 2 == 0) {
        int bit = random.nextInt(bytes.length * 8);
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        Files.write(newest, bytes);
      } else if (round % 3 == 0) {
        Files.write(newest, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      }
    }
  }

  @Test
  void everyCutAndEveryFlippedByteOfASnapshotIsNoticed() throws IOException {
    Path data = temp.resolve("data");
    try (DataDirectory directory = DataDirectory.open(data);
        Journal journal = Journal.open(directory)) {
      append(journal, 3);
      snapshot(journal);
    }
    Path file = snapshotFiles(data).getLast();
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      Files.write(file, flipped);
      assertThatThrownBy(() -> SnapshotFile.read(file, chunk -> {}))
          .isInstanceOf(IOException.class);
      Files.write(file, java.util.Arrays.copyOf(whole, i));
      assertThatThrownBy(() -> SnapshotFile.read(file, chunk -> {}))
          .isInstanceOf(IOException.class);
    }
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> SnapshotFile.read(file, chunk -> {})).isInstanceOf(IOException.class);
  }

  @Test
  void withoutAnyWholeSnapshotAForgottenBeginningIsDamage() throws IOException {
    Path data = temp.resolve("data");
    try (DataDirectory directory = DataDirectory.open(data)) {
      try (Journal journal = Journal.open(directory)) {
        for (int i = 0; i < 3; i++) {
          append(journal, 10);
          snapshot(journal);
        }
        while (journal.forget()) {}
        assertThat(journal.log().firstSequence()).isGreaterThan(1);
        assertThat(snapshotFiles(data)).hasSize(2);
      }
      for (Path file : snapshotFiles(data)) {
        Files.delete(file);
      }
      assertThatThrownBy(() -> Journal.open(directory))
          .isInstanceOf(Damaged.class)
          .hasMessageContaining("no snapshot of what came before is whole");
    }
  }

  @Test
  void aSnapshotAheadOfTheJournalIsDamage() throws IOException {
    Path data = temp.resolve("data");
    Path other = temp.resolve("other");
    try (DataDirectory directory = DataDirectory.open(data);
        Journal journal = Journal.open(directory)) {
      append(journal, 10);
      snapshot(journal);
    }
    try (DataDirectory directory = DataDirectory.open(other)) {
      try (Journal journal = Journal.open(directory)) {
        append(journal, 2);
      }
      Files.copy(snapshotFiles(data).getLast(), other.resolve("snapshots").resolve(name(data)));
      assertThatThrownBy(() -> Journal.open(directory))
          .isInstanceOf(Damaged.class)
          .hasMessageContaining("after batch 3");
    }
  }

  @Test
  void anUnfinishedSnapshotLeavesNothing() throws IOException {
    Path data = temp.resolve("data");
    try (DataDirectory directory = DataDirectory.open(data);
        Journal journal = Journal.open(directory)) {
      append(journal, 2);
      try (SnapshotWriter writer = journal.beginSnapshot(1, 3, 0)) {
        writer.chunk(new byte[] {1});
      }
      assertThat(data.resolve("snapshots")).isEmptyDirectory();
      journal.beginSnapshot(1, 3, 0).chunk(new byte[] {1}); // as a crash would leave it
    }
    try (DataDirectory directory = DataDirectory.open(data);
        Journal journal = Journal.open(directory)) {
      assertThat(journal.start()).isEmpty();
      assertThat(data.resolve("snapshots")).isEmptyDirectory();
    }
  }

  @Test
  void aBackupTakenWhileAppendingIsADataDirectory() throws Exception {
    Path data = temp.resolve("data");
    Path target = temp.resolve("deep/backup");
    long copied;
    try (DataDirectory directory = DataDirectory.open(data);
        Journal journal = Journal.open(directory)) {
      append(journal, 30);
      snapshot(journal);
      append(journal, 10);
      snapshot(journal);
      append(journal, 10);
      Thread writer = Thread.ofPlatform().start(() -> append(journal, 200));
      copied = journal.backup(target, Optional.empty());
      writer.join();
      assertThat(copied).isBetween(53L, 254L);
      assertThatThrownBy(() -> journal.backup(target, Optional.empty()))
          .isInstanceOf(DirectoryRefused.class)
          .hasMessageContaining("BACKUP_TARGET_NOT_EMPTY");
      assertThat(recovered(journal)).isEqualTo(truth);
    }
    try (DataDirectory directory = DataDirectory.open(target);
        Journal journal = Journal.open(directory)) {
      assertThat(journal.log().lastSequence()).isEqualTo(copied);
      assertThat(recovered(journal)).isEqualTo(truth.subList(0, (int) copied));
      long epoch = journal.log().openEpoch(0);
      journal.log().append(epoch, 1, new byte[] {1}, 0);
      journal.log().verify();
    }
  }

  @Test
  void aBackupCutShortIsNoDataDirectory() throws Exception {
    Path target = temp.resolve("backup");
    try (DataDirectory directory = DataDirectory.open(temp.resolve("data"));
        Journal journal = Journal.open(directory)) {
      append(journal, 3);
      journal.backup(target, Optional.empty());
    }
    Files.delete(target.resolve(BatchLog.POSITION_FILE));
    try (DataDirectory directory = DataDirectory.open(target)) {
      assertThatThrownBy(() -> Journal.open(directory)).isInstanceOf(Damaged.class);
    }
  }

  @Test
  void theReserveCanBeUsedAndPutBack() throws Exception {
    try (DataDirectory directory = DataDirectory.open(temp);
        Journal journal = Journal.open(directory)) {
      Path file = temp.resolve("journal.reserve");
      assertThat(Files.size(file)).isEqualTo(Reserve.BYTES);
      assertThat(journal.releaseReserve()).isTrue();
      assertThat(file).doesNotExist();
      assertThat(journal.releaseReserve()).isFalse();
      assertThat(journal.holdReserve()).isTrue();
      assertThat(file).exists();
    }
  }

  private void append(Journal journal, int count) {
    BatchLog log = journal.log();
    long epoch = log.openEpoch(0);
    synchronized (truth) {
      truth.add(0);
    }
    for (int i = 0; i < count; i++) {
      byte[] payload = Journals.payload(9, log.lastSequence() + 1, 2000);
      log.append(epoch, 1, payload, 0);
      synchronized (truth) {
        truth.add(java.util.Arrays.hashCode(payload));
      }
    }
  }

  private void snapshot(Journal journal) throws IOException {
    try (SnapshotWriter writer = journal.beginSnapshot(1, journal.log().lastSequence(), 0)) {
      for (int hash : truth) {
        writer.chunk(java.nio.ByteBuffer.allocate(4).putInt(hash).array());
      }
      writer.commit();
    }
  }

  private static List<Integer> recovered(Journal journal) {
    List<Integer> state = new ArrayList<>();
    journal.readChunks(chunk -> state.add(java.nio.ByteBuffer.wrap(chunk).getInt()));
    journal.readBatches(
        batch ->
            state.add(batch.eventCount() == 0 ? 0 : java.util.Arrays.hashCode(batch.payload())));
    return state;
  }

  private static List<Path> snapshotFiles(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("snapshots"))) {
      return files.filter(file -> file.toString().endsWith(".snapshot")).sorted().toList();
    }
  }

  private static String name(Path data) throws IOException {
    return snapshotFiles(data).getLast().getFileName().toString();
  }
}
