package io.github.packtrain.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.packtrain.journal.JournalException.Damaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cut, flipped and zeroed files. The law: a journal that opens holds everything that was
 * acknowledged, unchanged; otherwise it is refused, with the last good batch named and no file
 * touched. {@link JournalCutTest} has the many cases.
 */
class JournalDamageTest {
  private static final int BATCHES = 60;
  private static final String DATABASE = BatchLog.DATABASE_FILE;
  private static final String WAL = BatchLog.WAL_FILE;
  private static final String MARK = BatchLog.POSITION_FILE;

  @TempDir Path temp;

  /**
   * What a kill -9 leaves: the mark is exact, half of the batches are in the database, half only in
   * the log.
   */
  private Map<String, byte[]> killed = Map.of();

  /** The same after a clean end: everything is in the database. */
  private Map<String, byte[]> closed = Map.of();

  private List<Batch> acknowledged = List.of();
  private byte[] staleMark = new byte[0];
  private int outcomes;
  private int refusals;

  @BeforeEach
  void write() throws IOException {
    Path path = temp.resolve("original");
    try (DataDirectory directory = DataDirectory.open(path)) {
      try (BatchLog log = BatchLog.open(directory)) {
        append(log, log.openEpoch(0), BATCHES / 2);
      }
      try (BatchLog log = BatchLog.open(directory)) {
        long epoch = log.openEpoch(0);
        append(log, epoch, BATCHES / 4);
        staleMark = Files.readAllBytes(path.resolve(MARK));
        append(log, epoch, BATCHES / 4);
        killed = image(path);
        acknowledged = Journals.readAll(log);
      }
      closed = image(path);
    }
  }

  private static void append(BatchLog log, long epoch, int count) {
    for (int i = 0; i < count; i++) {
      long sequence = log.lastSequence() + 1;
      log.append(
          epoch, 1, Journals.payload(3, sequence, sequence % 10 == 0 ? 40_000 : 900), sequence);
    }
  }

  @Test
  void theImagesThemselvesAreWhole() throws IOException {
    assertThat(killed.get(WAL)).hasSizeGreaterThan(100_000);
    assertThat(open(killed)).isNull();
    assertThat(open(closed)).isNull();
    assertThat(open(with(killed, MARK, staleMark))).isNull();
  }

  @Test
  void aLogCutAnywhereIsRefused() throws IOException {
    cutTheLog(300, new Random(11));
  }

  private void cutTheLog(int places, Random random) throws IOException {
    byte[] wal = bytes(killed, WAL);
    for (int i = 1; i <= places; i++) {
      int length = random.nextInt(wal.length);
      Damaged damaged = open(with(killed, WAL, Arrays.copyOf(wal, length)));
      assertThat(
              Objects.requireNonNull(damaged, "opened though cut at " + length).lastGoodSequence())
          .isBetween(1L, (long) acknowledged.size());
    }
  }

  @Test
  void aLogCutAfterAPowerFailureKeepsWhatCameBeforeTheCut() throws IOException {
    byte[] wal = bytes(killed, WAL);
    Random random = new Random(13);
    int opened = 0;
    for (int i = 0; i < 120; i++) {
      int length = random.nextInt(wal.length);
      Map<String, byte[]> files =
          with(with(killed, WAL, Arrays.copyOf(wal, length)), MARK, staleMark);
      long good = lastWholeBatch(files);
      if (open(files, good) == null) {
        opened++;
      }
    }
    assertThat(opened).isBetween(20, 100);
  }

  @Test
  void aFlippedBitInTheLogNeverLosesABatchSilently() throws IOException {
    flip(killed, WAL, 400, new Random(14), acknowledged.size());
    assertThat(refusals).isGreaterThan(300);
  }

  @Test
  void evenWithAStaleMarkAFlippedBitCostsAtMostTheBatchItIsIn() throws IOException {
    flip(with(killed, MARK, staleMark), WAL, 400, new Random(15), acknowledged.size() - 1);
    assertThat(refusals).isGreaterThan(300);
  }

  @Test
  void aFlippedBitInTheDatabaseNeverChangesABatchSilently() throws IOException {
    flip(closed, DATABASE, 250, new Random(16), acknowledged.size());
    assertThat(refusals).isGreaterThan(50);
    flip(killed, DATABASE, 60, new Random(17), acknowledged.size());
  }

  @Test
  void aFlippedBitInTheMarkNeverLosesABatch() throws IOException {
    flip(killed, MARK, 40, new Random(20), acknowledged.size());
  }

  private void flip(Map<String, byte[]> files, String name, int places, Random random, int atLeast)
      throws IOException {
    for (int i = 0; i < places; i++) {
      byte[] bytes = bytes(files, name).clone();
      int bit = random.nextInt(bytes.length * 8);
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        open(with(files, name, bytes), atLeast);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "%s with bit %d of byte %d flipped".formatted(name, bit % 8, bit / 8), e);
      }
    }
  }

  @Test
  void zeroedAndDoubledBlocksAreNoticed() throws IOException {
    Random random = new Random(21);
    for (int i = 0; i < 200; i++) {
      boolean inLog = i % 2 == 0;
      Map<String, byte[]> files = inLog ? killed : closed;
      String name = inLog ? WAL : DATABASE;
      byte[] bytes = bytes(files, name).clone();
      int from = random.nextInt(bytes.length);
      int to = i % 4 < 2 ? bytes.length : Math.min(bytes.length, from + 4096);
      if (i % 3 == 0) {
        System.arraycopy(
            bytes(files, name), random.nextInt(from + 1), bytes, from, Math.min(to - from, 2048));
      } else {
        Arrays.fill(bytes, from, to, (byte) 0);
      }
      open(with(files, name, bytes), acknowledged.size());
    }
    assertThat(refusals).isGreaterThan(100);
  }

  @Test
  void aDatabaseCutAnywhereIsRefused() throws IOException {
    byte[] database = bytes(closed, DATABASE);
    Random random = new Random(22);
    for (int i = 0; i < 200; i++) {
      int length = random.nextInt(database.length);
      open(with(closed, DATABASE, Arrays.copyOf(database, length)), acknowledged.size());
    }
    assertThat(refusals).isGreaterThan(190);
  }

  @Test
  void missingFilesAreNoticed() throws IOException {
    assertThat(open(without(killed, WAL))).hasMessageContaining("was acknowledged");
    assertThat(open(without(killed, MARK))).hasMessageContaining(MARK + " is missing");
    assertThat(open(without(without(closed, DATABASE), WAL)))
        .hasMessageContaining(DATABASE + " is missing");
  }

  @Test
  void filesOfAnotherJournalAreNoticed() throws IOException {
    Path other = temp.resolve("other");
    try (DataDirectory directory = DataDirectory.open(other);
        BatchLog log = BatchLog.open(directory)) {
      long epoch = log.openEpoch(1);
      while (log.lastSequence() < acknowledged.size() + 5) {
        log.append(epoch, 1, new byte[] {1}, 1);
      }
    }
    assertThat(open(with(closed, DATABASE, bytes(image(other), DATABASE))))
        .hasMessageContaining("is not the one that was acknowledged");
  }

  @Test
  void aTornEndThatWasNeverAcknowledgedIsForgotten() throws IOException {
    // The last batch was being written when the power went: the mark stands at the one before.
    byte[] wal = bytes(killed, WAL);
    Map<String, byte[]> files = with(killed, MARK, staleMark);
    int lastFrames = wal.length - 3000;
    byte[] torn = wal.clone();
    Arrays.fill(torn, lastFrames, lastFrames + 1000, (byte) 0x55);
    Path path = lay(with(files, WAL, torn));
    try (DataDirectory directory = DataDirectory.open(path);
        BatchLog log = BatchLog.open(directory)) {
      assertThat(log.lastSequence()).isEqualTo(acknowledged.size() - 1);
      log.append(log.openEpoch(0), 1, new byte[] {1}, 0);
      log.verify();
    }
  }

  @Test
  void theRefusalNamesTheBatchAndWhatToDo() throws IOException {
    byte[] wal = bytes(killed, WAL).clone();
    wal[wal.length / 2] ^= 1;
    Path path = lay(with(killed, WAL, wal));
    try (DataDirectory directory = DataDirectory.open(path)) {
      assertThatThrownBy(() -> BatchLog.open(directory))
          .isInstanceOf(Damaged.class)
          .hasMessageContaining("damaged after batch 4")
          .hasMessageContaining("of the write-ahead log")
          .hasMessageContaining("backup")
          .hasMessageContaining("JOURNAL_DAMAGED");
    }
  }

  /**
   * Opens a directory with these files and checks the law.
   *
   * @return why it was refused; null when it opened with everything in it
   */
  private @Nullable Damaged open(Map<String, byte[]> files) throws IOException {
    return open(files, acknowledged.size());
  }

  private @Nullable Damaged open(Map<String, byte[]> files, long atLeast) throws IOException {
    Path path = lay(files);
    outcomes++;
    try (DataDirectory directory = DataDirectory.open(path)) {
      long before;
      try (BatchLog log = BatchLog.open(directory)) {
        before = log.lastSequence();
        assertThat(before).as("recovered").isGreaterThanOrEqualTo(atLeast);
        assertSame(Journals.readAll(log), acknowledged.subList(0, (int) before));
        append(log, log.openEpoch(0), 3);
      } catch (Damaged damaged) {
        refusals++;
        assertThat(image(path))
            .as("files after " + damaged.getMessage())
            .containsAllEntriesOf(files);
        return damaged;
      }
      appendingDidNoHarm(directory, before);
    }
    return null;
  }

  /**
   * Damage in the parts that manage free space shows when writing: then it must be refused, too.
   */
  private void appendingDidNoHarm(DataDirectory directory, long before) {
    try (BatchLog log = BatchLog.open(directory)) {
      assertSame(
          Journals.readAll(log).subList(0, (int) before), acknowledged.subList(0, (int) before));
      assertThat(log.lastSequence()).isEqualTo(before + 4);
    } catch (Damaged damaged) {
      refusals++;
    }
  }

  private static void assertSame(List<Batch> actual, List<Batch> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      Batch batch = actual.get(i);
      Batch original = expected.get(i);
      assertThat(batch.sequence()).isEqualTo(original.sequence());
      assertThat(batch.chain())
          .isEqualTo(original.chain()); // it covers every field, and read() has checked it
      assertThat(Arrays.equals(batch.payload(), original.payload())).isTrue();
    }
  }

  /** What a plain SQLite would bring back from these files. */
  private long lastWholeBatch(Map<String, byte[]> files) throws IOException {
    Path path = lay(files);
    try (var connection = Sqlite.openReader(path.resolve(DATABASE))) {
      return BatchTable.last(connection);
    } catch (java.sql.SQLException e) {
      throw new IOException(e);
    }
  }

  private Path lay(Map<String, byte[]> files) throws IOException {
    Path path = temp.resolve("case" + outcomes % 2);
    Files.createDirectories(path);
    try (var old = Files.list(path)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(path.resolve(file.getKey()), file.getValue());
    }
    return path;
  }

  private static Map<String, byte[]> image(Path path) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : List.of(DATABASE, WAL, MARK)) {
      if (Files.exists(path.resolve(name))) {
        files.put(name, Files.readAllBytes(path.resolve(name)));
      }
    }
    return files;
  }

  private static Map<String, byte[]> with(Map<String, byte[]> files, String name, byte[] content) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.put(name, content);
    return changed;
  }

  private static Map<String, byte[]> without(Map<String, byte[]> files, String name) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.remove(name);
    return changed;
  }

  private static byte[] bytes(Map<String, byte[]> files, String name) {
    byte[] bytes = files.get(name);
    return Objects.requireNonNull(bytes, name);
  }
}
