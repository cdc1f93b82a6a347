package io.github.packtrain.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads SQLite's write-ahead log before SQLite does, because SQLite takes the first frame that does
 * not verify for the end of the log and silently forgets what comes after it.
 *
 * <p>The rule: frames of the present generation (same salts as the header) after the last good
 * commit must be explainable as <em>one</em> transaction, the one that a crash interrupted. SQLite
 * writes a transaction only after the one before was synced, so signs of a second transaction prove
 * that the first one was durable, hence acknowledged, and has been damaged since. One transaction
 * holds no page twice (we forbid spilling) and bears its commit mark on its last frame. What one
 * transaction can explain is left to the {@link PositionMark}.
 *
 * <p>Source: "Database File Format", section 4, of the SQLite documentation.
 *
 * @param frames whole frames in the file
 * @param committedFrames frames up to and including the last good commit
 * @param damage what proves damage, if anything does
 */
record WalScan(long frames, long committedFrames, Optional<String> damage) {
  private static final int HEADER_BYTES = 32;
  private static final int CHECKED_HEADER_BYTES = 24;
  private static final int FRAME_HEADER_BYTES = 24;
  private static final int CHECKED_FRAME_HEADER_BYTES = 8;
  private static final int MAGIC =
      0x377f0682; // the lowest bit says: checksums over big-endian words
  private static final int VERSION = 3007000;
  private static final int MIN_PAGE_BYTES = 512;
  private static final int MAX_PAGE_BYTES = 65536;

  private static final WalScan EMPTY = new WalScan(0, 0, Optional.empty());

  /** Scans the log; a missing or empty one is fine. */
  static WalScan of(Path wal) throws IOException {
    if (!Files.exists(wal)) {
      return EMPTY;
    }
    try (FileChannel channel = FileChannel.open(wal, StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
      readFully(channel, header, 0);
      if (header.remaining() < HEADER_BYTES) {
        return EMPTY;
      }
      Checksum checksum = new Checksum((header.getInt(0) & 1) == 1);
      checksum.add(header, 0, CHECKED_HEADER_BYTES);
      int pageBytes = header.getInt(8);
      boolean plausible =
          (header.getInt(0) & ~1) == MAGIC
              && header.getInt(4) == VERSION
              && Integer.bitCount(pageBytes) == 1
              && pageBytes >= MIN_PAGE_BYTES
              && pageBytes <= MAX_PAGE_BYTES;
      if (!plausible || !checksum.equalsAt(header, CHECKED_HEADER_BYTES)) {
        return ofBrokenHeader(channel);
      }
      return new Frames(channel, pageBytes, header.getLong(16), checksum).scan();
    }
  }

  /**
   * SQLite syncs the header before the first frame: with frames behind it, a broken one is no torn
   * write.
   */
  private static WalScan ofBrokenHeader(FileChannel channel) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER_BYTES);
    readFully(channel, frame, HEADER_BYTES);
    while (frame.hasRemaining()) {
      if (frame.get() != 0) {
        return new WalScan(
            0, 0, Optional.of("the header of the write-ahead log is broken, frames follow it"));
      }
    }
    return EMPTY;
  }

  private static void readFully(FileChannel channel, ByteBuffer into, long offset)
      throws IOException {
    into.clear();
    long at = offset;
    while (into.hasRemaining()) {
      int count = channel.read(into, at);
      if (count < 0) {
        break;
      }
      at += count;
    }
    into.flip();
  }

  /** One pass over the frames. */
  private static final class Frames {
    private final FileChannel channel;
    private final long salts;
    private final Checksum checksum;
    private final ByteBuffer frame;

    private boolean chainHolds = true;
    private long committedFrames;
    private long firstBadFrame;

    /**
     * Pages of the frames after the last good commit, and whether one of those frames bore a commit
     * mark.
     */
    private final Set<Integer> openPages = new HashSet<>();

    private boolean openCommitted;

    Frames(FileChannel channel, int pageBytes, long salts, Checksum checksum) {
      this.channel = channel;
      this.salts = salts;
      this.checksum = checksum;
      this.frame = ByteBuffer.allocate(FRAME_HEADER_BYTES + pageBytes);
    }

    WalScan scan() throws IOException {
      long frames = (channel.size() - HEADER_BYTES) / frame.capacity();
      for (long number = 1; number <= frames; number++) {
        readFully(channel, frame, HEADER_BYTES + (number - 1) * frame.capacity());
        if (frame.remaining() < frame.capacity()) {
          break; // cut while we read: the caller holds the directory, so this is the end
        }
        Optional<String> damage = take(number);
        if (damage.isPresent()) {
          return new WalScan(frames, committedFrames, damage);
        }
      }
      return new WalScan(frames, committedFrames, Optional.empty());
    }

    private Optional<String> take(long number) {
      int page = frame.getInt(0);
      boolean commits = frame.getInt(4) != 0;
      boolean present = frame.getLong(8) == salts;
      if (chainHolds && !(present && page != 0 && continuesChain())) {
        chainHolds = false;
        firstBadFrame = number;
      }
      if (chainHolds && commits) {
        committedFrames = number;
        openPages.clear();
        return Optional.empty();
      }
      if (!present) {
        return Optional.empty(); // left over from an earlier generation
      }
      if (chainHolds) {
        openPages.add(page);
        return Optional.empty();
      }
      if (openCommitted || !openPages.add(page)) {
        return Optional.of(
            "frame %d of the write-ahead log (byte %d) is broken, frame %d was written by a later transaction"
                .formatted(
                    firstBadFrame, HEADER_BYTES + (firstBadFrame - 1) * frame.capacity(), number));
      }
      openCommitted = commits;
      return Optional.empty();
    }

    private boolean continuesChain() {
      checksum.add(frame, 0, CHECKED_FRAME_HEADER_BYTES);
      checksum.add(frame, FRAME_HEADER_BYTES, frame.capacity() - FRAME_HEADER_BYTES);
      return checksum.equalsAt(frame, 16);
    }
  }

  /** SQLite's running checksum over pairs of 32-bit words. */
  private static final class Checksum {
    private final boolean bigEndian;
    private int first;
    private int second;

    Checksum(boolean bigEndian) {
      this.bigEndian = bigEndian;
    }

    void add(ByteBuffer buffer, int offset, int length) {
      ByteBuffer words =
          buffer.duplicate().order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      for (int i = offset; i < offset + length; i += 8) {
        first += words.getInt(i) + second;
        second += words.getInt(i + 4) + first;
      }
    }

    boolean equalsAt(ByteBuffer bigEndianBuffer, int offset) {
      return bigEndianBuffer.getInt(offset) == first
          && bigEndianBuffer.getInt(offset + 4) == second;
    }
  }
}
