package io.github.packtrain.journal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/**
 * Runs in a JVM of its own, with {@code diskfaults.c} preloaded; ends with 0 when the laws hold.
 */
@NullMarked
final class FaultyDisk {
  static final String SYNC_FAILURES = "sync-failures";
  static final String WRITE_FAILURES = "write-failures";
  static final String FULL_DISK = "full-disk";

  private static final int BATCHES = 25;

  /** So that the log is carried over every few batches. */
  private static final int CHECKPOINT_BYTES = 100_000;

  private static final long FAILED_ON_A_FILE = 1;

  private final MethodHandle failSync;
  private final MethodHandle room;
  private final MethodHandle syncs;
  private final MethodHandle failedOn;
  private final MethodHandle failWrite;
  private final MethodHandle writes;
  private final Path temp;

  private FaultyDisk(Path library, Path temp) {
    this.temp = temp;
    SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
    FunctionDescriptor takesLong = FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG);
    Linker linker = Linker.nativeLinker();
    failSync = linker.downcallHandle(symbols.findOrThrow("disk_fail_sync"), takesLong);
    failWrite = linker.downcallHandle(symbols.findOrThrow("disk_fail_write"), takesLong);
    room = linker.downcallHandle(symbols.findOrThrow("disk_room"), takesLong);
    FunctionDescriptor givesLong = FunctionDescriptor.of(ValueLayout.JAVA_LONG);
    writes = linker.downcallHandle(symbols.findOrThrow("disk_writes"), givesLong);
    syncs = linker.downcallHandle(symbols.findOrThrow("disk_syncs"), givesLong);
    failedOn = linker.downcallHandle(symbols.findOrThrow("disk_failed_on"), givesLong);
  }

  public static void main(String[] arguments) throws Throwable {
    FaultyDisk disk = new FaultyDisk(Path.of(arguments[1]), Path.of(arguments[2]));
    int cases = Integer.parseInt(arguments[3]);
    switch (arguments[0]) {
      case SYNC_FAILURES -> disk.syncFailures(cases);
      case WRITE_FAILURES -> disk.writeFailures(cases);
      case FULL_DISK -> disk.fullDisk(cases);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /**
   * The k-th sync fails, for each k: it must surface at once, and nothing acknowledged may be
   * missing afterwards.
   */
  private void syncFailures(int cases) throws Throwable {
    long before = (long) syncs.invokeExact();
    List<Batch> acknowledged = new ArrayList<>();
    run(temp.resolve("unharmed"), acknowledged);
    long all = (long) syncs.invokeExact() - before;
    require(acknowledged.size() == BATCHES + 1, "unharmed run recorded " + acknowledged.size());
    require(all > BATCHES, "only " + all + " syncs for " + BATCHES + " batches");

    long failed = 0;
    for (long k = 1; k <= all; k += Math.max(1, all / cases)) {
      Path path = temp.resolve("k" + k);
      acknowledged.clear();
      failSync.invokeExact(k);
      try {
        run(path, acknowledged);
      } catch (JournalException.WriteFailed | JournalException.DirectoryRefused e) {
        failed++;
      } finally {
        failSync.invokeExact(-1L);
      }
      recover(path, acknowledged, "after failed sync " + k);
    }
    require(failed > 0, "no sync failed");
    System.out.println(failed + " failed syncs, " + all + " syncs in an unharmed run");
  }

  /** The k-th write ends halfway, then fails: the same laws. */
  private void writeFailures(int cases) throws Throwable {
    long before = (long) writes.invokeExact();
    List<Batch> acknowledged = new ArrayList<>();
    run(temp.resolve("unharmed"), acknowledged);
    long all = (long) writes.invokeExact() - before;
    require(all > BATCHES, "only " + all + " writes for " + BATCHES + " batches");
    long failed = 0;
    for (long k = 1; k <= all; k += Math.max(1, all / cases)) {
      Path path = temp.resolve("w" + k);
      acknowledged.clear();
      failWrite.invokeExact(k);
      try {
        run(path, acknowledged);
      } catch (JournalException.WriteFailed | JournalException.DirectoryRefused e) {
        failed++;
      } finally {
        failWrite.invokeExact(-1L);
      }
      recover(path, acknowledged, "after failed write " + k);
    }
    require(failed > 0, "no write failed");
    System.out.println(failed + " failed writes, " + all + " writes in an unharmed run");
  }

  private void run(Path path, List<Batch> acknowledged) throws Throwable {
    try (DataDirectory directory = DataDirectory.open(path)) {
      BatchLog log = BatchLog.open(directory, 1, CHECKPOINT_BYTES);
      try {
        long epoch = log.openEpoch(0);
        note(log, acknowledged);
        boolean failed = false;
        for (int i = 0; i < BATCHES; i++) {
          // What fails beside the appends, when carrying over, is told to the one after the next.
          boolean failedBefore = failed;
          failed = (long) failedOn.invokeExact() == FAILED_ON_A_FILE;
          log.append(epoch, 1, Journals.payload(1, i, i % 5 == 0 ? 50_000 : 500), i);
          require(!failedBefore, "a sync failed and nobody noticed");
          note(log, acknowledged);
        }
      } catch (JournalException.WriteFailed e) {
        requireStopped(log);
        abandon(log);
        throw e;
      }
      // A failed carrying-over at the end loses nothing: the log stays.
      log.close();
    }
  }

  private static void requireStopped(BatchLog log) {
    try {
      log.openEpoch(0);
    } catch (IllegalStateException stopped) {
      return;
    }
    throw new AssertionError("it went on after a failed sync");
  }

  /**
   * The process would end here: what the database has open is left as it is, only the descriptors
   * are closed.
   */
  private static void abandon(BatchLog log) {
    try {
      log.close();
    } catch (JournalException.WriteFailed alsoClosing) {
      System.out.println("closing after the failure: " + alsoClosing.why());
    }
  }

  private static void note(BatchLog log, List<Batch> acknowledged) {
    log.read(log.lastSequence(), acknowledged::add);
  }

  private static void recover(Path path, List<Batch> acknowledged, String when) {
    try (DataDirectory directory = DataDirectory.open(path);
        BatchLog log = BatchLog.open(directory)) {
      List<Batch> recovered = new ArrayList<>();
      log.read(1, recovered::add);
      require(
          recovered.size() >= acknowledged.size() && recovered.size() <= acknowledged.size() + 1,
          when + ": " + acknowledged.size() + " acknowledged, " + recovered.size() + " recovered");
      for (int i = 0; i < acknowledged.size(); i++) {
        require(
            recovered.get(i).chain() == acknowledged.get(i).chain(),
            when + ": batch " + i + " differs");
      }
    }
  }

  /**
   * The disk fills up at a random byte, again and again: each time the same batch is held until
   * there is room, nothing is recorded of it before, and now and then the process is killed in
   * between.
   */
  private void fullDisk(int cases) throws Throwable {
    long seed = 42;
    Random random = new Random(seed);
    int refused = 0;
    Path path = temp.resolve("full");
    List<Batch> acknowledged = new ArrayList<>();
    for (int round = 0; round < cases; round++) {
      try (DataDirectory directory = DataDirectory.open(path);
          BatchLog log = BatchLog.open(directory)) {
        long epoch = log.openEpoch(0);
        note(log, acknowledged);
        for (int i = 0; i < 10; i++) {
          room.invokeExact((long) random.nextInt(120_000));
          refused +=
              appendWhenThereIsRoom(log, epoch, Journals.payload(2, random.nextInt(), 60_000));
          note(log, acknowledged);
        }
        if (round % 3 == 0) {
          Path killed = temp.resolve("killed" + round);
          Journals.copy(path, killed);
          recover(killed, acknowledged, "round " + round + " of seed " + seed);
        }
        log.verify();
      }
      recover(path, acknowledged, "round " + round + " of seed " + seed);
    }
    require(refused > cases, "the disk was full only " + refused + " times");
    System.out.println(refused + " times without space, " + acknowledged.size() + " batches kept");
  }

  /** Returns how often there was no space. */
  private int appendWhenThereIsRoom(BatchLog log, long epoch, byte[] payload) throws Throwable {
    int refused = 0;
    long before = log.lastSequence();
    while (true) {
      try {
        long sequence = log.append(epoch, 1, payload, 0);
        require(sequence == before + 1, "batch " + sequence + " after " + before);
        room.invokeExact(-1L);
        return refused;
      } catch (JournalException.NoSpace e) {
        refused++;
        require(log.lastSequence() == before, "a refused batch was counted");
        if (refused > 2) {
          room.invokeExact(-1L);
        }
        log.read(before + 1, batch -> require(false, "a refused batch was recorded"));
      }
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** Compiles the library; throws when there is no compiler. */
  static Path compile(Path directory) throws IOException, InterruptedException {
    Path source = directory.resolve("diskfaults.c");
    try (var in = FaultyDisk.class.getResourceAsStream("/diskfaults.c")) {
      Files.write(source, java.util.Objects.requireNonNull(in).readAllBytes());
    }
    Path library = directory.resolve("libdiskfaults.so");
    Process gcc =
        new ProcessBuilder(
                "gcc",
                "-shared",
                "-fPIC",
                "-O1",
                "-o",
                library.toString(),
                source.toString(),
                "-ldl")
            .redirectErrorStream(true)
            .start();
    String output =
        new String(gcc.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (gcc.waitFor() != 0) {
      throw new AssertionError(output);
    }
    return library;
  }
}
