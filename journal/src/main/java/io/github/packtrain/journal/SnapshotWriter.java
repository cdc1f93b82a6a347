package io.github.packtrain.journal;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A snapshot in the making, written aside. Closing without {@link #commit} leaves nothing of it.
 */
final class SnapshotWriter implements AutoCloseable {
  /** Bounds what writer and reader hold in memory. */
  static final int MAX_CHUNK_BYTES = SnapshotFile.MAX_CHUNK_BYTES;

  private static final int BUFFER_BYTES = 1 << 16;

  private final SnapshotStore store;
  private final Path aside;
  private final Path file;
  private final FileChannel channel;
  private final DataOutputStream out;
  private final int headerChecksum;
  private int chunks;
  private boolean finished;

  SnapshotWriter(SnapshotStore store, Path aside, Path file, int format, Head head, long atMillis)
      throws IOException {
    this.store = store;
    this.aside = aside;
    this.file = file;
    this.channel =
        DataDirectory.openFile(
            aside,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE));
    this.out =
        new DataOutputStream(
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES));
    this.headerChecksum = SnapshotFile.writeHeader(out, format, head, atMillis);
  }

  /** Appends a chunk of 1 to {@link #MAX_CHUNK_BYTES} bytes. */
  void chunk(byte[] bytes) throws IOException {
    if (finished || bytes.length == 0 || bytes.length > MAX_CHUNK_BYTES) {
      throw new IllegalArgumentException(
          "a chunk of " + bytes.length + " bytes, finished: " + finished);
    }
    SnapshotFile.writeChunk(out, headerChecksum, chunks, bytes);
    chunks++;
    CrashPoint.pass("journal.snapshot.chunk");
  }

  /** Makes the snapshot durable and the newest; older ones than the one before it are deleted. */
  void commit() throws IOException {
    SnapshotFile.writeTrailer(out, headerChecksum, chunks);
    out.flush();
    CrashPoint.pass("journal.snapshot.written");
    channel.force(true);
    out.close();
    CrashPoint.pass("journal.snapshot.forced");
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    CrashPoint.pass("journal.snapshot.renamed");
    DataDirectory.forceNameOf(file);
    finished = true;
    store.committed();
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      finished = true;
      try (channel) {
        Files.deleteIfExists(aside);
      }
    }
  }
}
