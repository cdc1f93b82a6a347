package io.github.packtrain.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.journal.JournalException.Damaged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Very many cuts and flipped bits, in memory-backed files where there are such. The law is that of
 * {@link JournalDamageTest}. Most cases are decided by {@link Inspection}, which is what an opening
 * journal asks first; those that it lets pass are opened, written to and opened again.
 */
class JournalCutTest {
  private static final int BATCHES = 60;
  private static final int CUTS = 65_536;
  private static final int FLIPS = 5_000;
  private static final int TENTH = 10;
  private static final int PARTS = 8;

  /** The files are compared after each of so many cuts. */
  private static final int LOOK_EVERY = 32;

  private static final String DATABASE = BatchLog.DATABASE_FILE;
  private static final String WAL = BatchLog.WAL_FILE;
  private static final String MARK = BatchLog.POSITION_FILE;

  @TempDir Path disk;
  private Path temp = Path.of("");
  private Map<String, byte[]> killed = Map.of();
  private Map<String, byte[]> closed = Map.of();
  private List<Batch> acknowledged = List.of();

  /** A directory for each case under way. */
  private final Deque<Path> free = new ConcurrentLinkedDeque<>();

  private final AtomicInteger directories = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();

  @BeforeEach
  void write() throws IOException {
    Path memory = Path.of("/dev/shm");
    temp = Files.isWritable(memory) ? Files.createTempDirectory(memory, "packtrain-cuts") : disk;
    Path path = temp.resolve("original");
    try (DataDirectory directory = DataDirectory.open(path)) {
      try (BatchLog log = BatchLog.open(directory)) {
        append(log, log.openEpoch(0), BATCHES / 2);
      }
      try (BatchLog log = BatchLog.open(directory)) {
        append(log, log.openEpoch(0), BATCHES / 2);
        killed = image(path);
        acknowledged = Journals.readAll(log);
      }
      closed = image(path);
    }
  }

  @AfterEach
  void delete() throws IOException {
    Deque<Path> found = new ArrayDeque<>();
    try (var files = Files.walk(temp)) {
      files.forEach(found::push);
    }
    for (Path file : found) {
      if (!file.equals(disk)) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aTenthOfTheCutsIsRefused() {
    cut(TENTH);
  }

  @Test
  @Tag("swarm")
  void aLogCutAtEachOfItsLastBytesIsRefused() {
    cut(1);
  }

  @Test
  void aTenthOfTheFlippedBitsLosesNothing() {
    flip(killed, WAL, 18, FLIPS / TENTH);
    flip(closed, DATABASE, 19, FLIPS / TENTH);
  }

  @Test
  @Tag("swarm")
  void tenThousandFlippedBitsLoseNothing() {
    flip(killed, WAL, 18, FLIPS);
    flip(closed, DATABASE, 19, FLIPS);
  }

  /** The mark is exact, so a log that lacks a byte lacks something acknowledged. */
  private void cut(int every) {
    int size = bytes(killed, WAL).length;
    assertThat(size).isGreaterThan(CUTS);
    IntStream.range(0, PARTS)
        .parallel()
        .forEach(part -> cut(size - 1 - part * (CUTS / PARTS), CUTS / PARTS / every, every));
  }

  /** Cuts shorter and shorter: what is refused leaves the files as they are. */
  private void cut(int longest, int places, int step) {
    Path path = newDirectory();
    try {
      byte[] wal = Arrays.copyOf(bytes(killed, WAL), longest);
      lay(path, killed, WAL, wal);
      try (FileChannel file = FileChannel.open(path.resolve(WAL), StandardOpenOption.WRITE)) {
        for (int i = 0; i < places; i++) {
          int length = longest - i * step;
          file.truncate(length);
          assertThat(passes(path)).as("passes though cut at byte " + length).isFalse();
          if (i % LOOK_EVERY == 0) {
            isUntouched(path, killed, WAL, Arrays.copyOf(wal, length));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void flip(Map<String, byte[]> files, String name, long seed, int places) {
    refusals.set(0);
    int bits = bytes(files, name).length * 8;
    new Random(seed)
        .ints(places, 0, bits)
        .parallel()
        .forEach(
            bit -> {
              byte[] bytes = bytes(files, name).clone();
              bytes[bit / 8] ^= (byte) (1 << (bit % 8));
              try {
                if (refuses(files, name, bytes)) {
                  refusals.incrementAndGet();
                }
              } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                    "%s with bit %d of byte %d flipped".formatted(name, bit % 8, bit / 8), e);
              }
            });
    assertThat(refusals.get()).isGreaterThan(places / 4);
  }

  // ---- one case

  /** Whether it is refused, naming a batch; opened, it must hold everything acknowledged. */
  private boolean refuses(Map<String, byte[]> files, String name, byte[] content) {
    Path path = Objects.requireNonNullElseGet(free.poll(), this::newDirectory);
    try {
      lay(path, files, name, content);
      if (!passes(path)) {
        isUntouched(path, files, name, content);
        return true;
      }
      return !opens(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      free.push(path);
    }
  }

  private static void isUntouched(Path path, Map<String, byte[]> files, String name, byte[] content)
      throws IOException {
    for (Map.Entry<String, byte[]> file : with(files, name, content).entrySet()) {
      boolean same =
          Arrays.equals(file.getValue(), Files.readAllBytes(path.resolve(file.getKey())));
      assertThat(same).as(file.getKey() + " is as it was").isTrue();
    }
  }

  private boolean passes(Path path) throws IOException {
    try {
      Inspection.inspect(path.resolve(DATABASE), path.resolve(WAL), path.resolve(MARK), 1);
      return true;
    } catch (Damaged damaged) {
      assertThat(damaged.lastGoodSequence()).isBetween(0L, (long) acknowledged.size());
      return false;
    }
  }

  private boolean opens(Path path) {
    try (DataDirectory directory = DataDirectory.open(path)) {
      try (BatchLog log = BatchLog.open(directory)) {
        holdsAll(log);
        append(log, log.openEpoch(0), 3);
      }
      try (BatchLog log = BatchLog.open(directory)) {
        holdsAll(log);
      }
      return true;
    } catch (Damaged damaged) {
      return false;
    }
  }

  private void holdsAll(BatchLog log) {
    List<Batch> recovered = Journals.readAll(log);
    assertThat(recovered).hasSizeGreaterThanOrEqualTo(acknowledged.size());
    for (int i = 0; i < acknowledged.size(); i++) {
      assertThat(recovered.get(i).chain()).isEqualTo(acknowledged.get(i).chain());
      assertThat(recovered.get(i).payload()).isEqualTo(acknowledged.get(i).payload());
    }
  }

  private Path newDirectory() {
    try {
      return Files.createDirectory(temp.resolve("case" + directories.incrementAndGet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void lay(Path path, Map<String, byte[]> files, String name, byte[] content)
      throws IOException {
    for (String other : List.of(DATABASE, WAL, MARK, DATABASE + "-shm")) {
      Files.deleteIfExists(path.resolve(other));
    }
    for (Map.Entry<String, byte[]> file : with(files, name, content).entrySet()) {
      Files.write(path.resolve(file.getKey()), file.getValue());
    }
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

  private static byte[] bytes(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  private static void append(BatchLog log, long epoch, int count) {
    for (int i = 0; i < count; i++) {
      long sequence = log.lastSequence() + 1;
      log.append(
          epoch, 1, Journals.payload(3, sequence, sequence % 10 == 0 ? 20_000 : 900), sequence);
    }
  }
}
