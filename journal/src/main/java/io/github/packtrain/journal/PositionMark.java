package io.github.packtrain.journal;

import io.github.packtrain.journal.JournalException.Damaged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A file beside the journal that says how far it was acknowledged: a lower bound, written after the
 * batch is durable and before anyone hears of it. SQLite drops the end of a damaged log without a
 * word; this is how we notice.
 *
 * <p>Two slots are written in turn, so that a torn write leaves the other. Writing is not syncing:
 * a killed process loses nothing of it, a power cut at most what came after the last {@link #force}
 * (see {@code docs/decisions/0002-journal-damage.md} for why that is enough).
 */
final class PositionMark implements AutoCloseable {
  private static final long MAGIC = 0x5041434b504f5331L; // PACKPOS1
  private static final int SLOT_BYTES = 512; // a sector each: one torn write cannot hit both
  private static final int RECORD_BYTES = 8 + 8 + 4 + 4;

  /** The batch acknowledged last and its chain value; sequence 0 when none was. */
  record Position(long sequence, int chain) {
    static final Position NONE = new Position(0, 0);
  }

  private final FileChannel channel;
  private final ByteBuffer record = ByteBuffer.allocateDirect(RECORD_BYTES);

  private PositionMark(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Writes a new mark at {@code position} and makes it durable, its name too. It is there whole or
   * not at all: an unreadable one would refuse a directory that was never used.
   */
  static void create(Path file, Position position) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    try (PositionMark mark = open(aside)) {
      mark.write(position);
      mark.write(new Position(position.sequence() + 1, 0), position); // both slots say the same
      mark.force();
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    DataDirectory.forceNameOf(file);
  }

  /** Reads without changing anything. */
  static Position read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new Damaged(
          0,
          file.getFileName() + " is missing, which says how far the journal was acknowledged",
          null);
    }
    byte[] bytes = Files.readAllBytes(file);
    Position newest = null;
    for (int offset = 0; offset + RECORD_BYTES <= bytes.length; offset += SLOT_BYTES) {
      ByteBuffer slot = ByteBuffer.wrap(bytes, offset, RECORD_BYTES);
      long magic = slot.getLong();
      Position position = new Position(slot.getLong(), slot.getInt());
      boolean whole = magic == MAGIC && slot.getInt() == checksum(position);
      if (whole && (newest == null || position.sequence() > newest.sequence())) {
        newest = position;
      }
    }
    if (newest == null) {
      throw new Damaged(
          0,
          file.getFileName() + " is unreadable, which says how far the journal was acknowledged",
          null);
    }
    return newest;
  }

  static PositionMark open(Path file) throws IOException {
    return new PositionMark(
        DataDirectory.openFile(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE)));
  }

  void write(Position position) throws IOException {
    write(position, position);
  }

  private void write(Position slot, Position position) throws IOException {
    record.clear();
    record
        .putLong(MAGIC)
        .putLong(position.sequence())
        .putInt(position.chain())
        .putInt(checksum(position))
        .flip();
    long from = (slot.sequence() & 1) * SLOT_BYTES;
    while (record.hasRemaining()) {
      channel.write(record, from + record.position());
    }
  }

  void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static int checksum(Position position) {
    CRC32C crc = new CRC32C();
    crc.update(
        ByteBuffer.allocate(8 + 8 + 4)
            .putLong(MAGIC)
            .putLong(position.sequence())
            .putInt(position.chain())
            .flip());
    return (int) crc.getValue();
  }
}
