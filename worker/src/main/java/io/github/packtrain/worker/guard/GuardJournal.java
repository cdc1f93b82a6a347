package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What the guard knows, as a file of entries that are appended: an attempt is about to start, has
 * started, is over, is forgotten. One write for all entries of a round, which a new guard reads to
 * find everything again. Not forced to the disk: it has to survive the guard, not the machine,
 * since with the machine the processes are gone too.
 */
final class GuardJournal implements Closeable {
  private static final int HEADER_BYTES = 2 * Integer.BYTES;
  private static final long COMPACT_ABOVE_BYTES = 1 << 20;
  private static final int PENDING_MAX_BYTES = 4 << 20;

  private final Path file;
  private final Map<AttemptId, AttemptRecord> open = new LinkedHashMap<>();
  private final Map<AttemptId, EndedAttempt> over = new LinkedHashMap<>();
  private GuardEntry.Lease lease = new GuardEntry.Lease("", Long.MIN_VALUE);
  private FileChannel channel;
  private ByteBuffer pending = ByteBuffer.allocateDirect(64 << 10);
  private long bytes;
  private long liveBytes;
  private boolean overflowed;

  private GuardJournal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Reads what an earlier guard wrote and goes on from there. */
  static GuardJournal open(Path file) throws IOException {
    GuardJournal journal =
        new GuardJournal(
            file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    journal.read(Files.readAllBytes(file));
    journal.compact();
    return journal;
  }

  /** Attempts that are not over, as they were last written down. */
  Map<AttemptId, AttemptRecord> open() {
    return open;
  }

  /** Attempts that are over and were not forgotten. */
  Map<AttemptId, EndedAttempt> over() {
    return over;
  }

  /** Until when the worker has a lease, as far as was written down; long ago when it was not. */
  long leaseUntilBootMillis(String bootId) {
    return lease.bootId().equals(bootId) ? lease.untilBootMillis() : Long.MIN_VALUE;
  }

  void lease(String bootId, long untilBootMillis) {
    lease = new GuardEntry.Lease(bootId, untilBootMillis);
    append(GuardWire.encode(lease));
  }

  /** Of an attempt that is about to start. */
  void running(AttemptRecord attempt) {
    open.put(attempt.attempt(), attempt);
    append(GuardWire.encode(new GuardEntry.Running(attempt)));
  }

  void started(AttemptRecord attempt) {
    open.put(attempt.attempt(), attempt);
    append(
        GuardWire.encode(
            new GuardEntry.Started(
                attempt.attempt(), attempt.pid(), attempt.startTicks(), attempt.startTicksMax())));
  }

  void ended(EndedAttempt attempt) {
    open.remove(attempt.attempt());
    over.put(attempt.attempt(), attempt);
    append(GuardWire.encode(new GuardEntry.Over(attempt)));
  }

  void forgotten(AttemptId attempt) {
    if (over.remove(attempt) != null) {
      append(GuardWire.encode(new GuardEntry.Forgotten(attempt)));
    }
  }

  /** Writes what was appended; when that fails it is tried again with the next. */
  void flush() throws IOException {
    if (overflowed || (bytes > COMPACT_ABOVE_BYTES && bytes > 4 * liveBytes)) {
      compact();
    }
    pending.flip();
    try {
      write(channel, pending, bytes);
      bytes += pending.limit();
      pending.clear();
    } catch (IOException e) {
      // What was written of it is written over by the next try.
      pending.position(pending.limit()).limit(pending.capacity());
      throw e;
    }
  }

  private void append(byte[] entry) {
    int length = HEADER_BYTES + entry.length;
    if (pending.remaining() < length) {
      if (pending.position() + length > PENDING_MAX_BYTES) {
        // The disk has been full for long: when it is not, everything is written anew.
        overflowed = true;
        return;
      }
      ByteBuffer larger = ByteBuffer.allocateDirect(2 * (pending.position() + length));
      pending = larger.put(pending.flip());
    }
    put(pending, entry);
  }

  private static void put(ByteBuffer buffer, byte[] entry) {
    CRC32C sum = new CRC32C();
    sum.update(entry);
    buffer.putInt(entry.length).putInt((int) sum.getValue()).put(entry);
  }

  private static void write(FileChannel channel, ByteBuffer buffer, long from) throws IOException {
    long at = from;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
  }

  /** Writes what is still of interest into a new file, which takes the place of the old. */
  private void compact() throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    FileChannel next =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try {
      GuardFiles.closeToOthers(aside);
      long at = writeEntry(next, GuardWire.encode(lease), 0);
      for (AttemptRecord attempt : open.values()) {
        at = writeEntry(next, GuardWire.encode(new GuardEntry.Running(attempt)), at);
      }
      for (EndedAttempt attempt : over.values()) {
        at = writeEntry(next, GuardWire.encode(new GuardEntry.Over(attempt)), at);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      bytes = at;
    } catch (IOException e) {
      next.close();
      throw e;
    }
    channel.close();
    channel = next;
    liveBytes = bytes;
    overflowed = false;
    pending.clear();
  }

  private static long writeEntry(FileChannel channel, byte[] entry, long at) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + entry.length);
    put(buffer, entry);
    write(channel, buffer.flip(), at);
    return at + buffer.limit();
  }

  private void read(byte[] content) {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.remaining() >= HEADER_BYTES) {
      int length = buffer.getInt();
      int expected = buffer.getInt();
      if (length < 0 || length > buffer.remaining()) {
        break;
      }
      byte[] entry = new byte[length];
      buffer.get(entry);
      CRC32C sum = new CRC32C();
      sum.update(entry);
      if ((int) sum.getValue() != expected) {
        break;
      }
      try {
        replay(GuardWire.decodeEntry(entry));
      } catch (IOException e) {
        GuardLog.say("an entry of " + file + " cannot be read and is left out: " + e.getMessage());
      }
    }
    if (buffer.hasRemaining()) {
      // Nobody was told of what the last guard was writing when it was killed.
      GuardLog.say(file + " ends within an entry, at " + buffer.position());
    }
  }

  private void replay(GuardEntry entry) {
    switch (entry) {
      case GuardEntry.Running(AttemptRecord attempt) -> open.put(attempt.attempt(), attempt);
      case GuardEntry.Started(AttemptId attempt, int pid, long ticks, long ticksMax) ->
          open.computeIfPresent(attempt, (_, known) -> known.withProcess(pid, ticks, ticksMax));
      case GuardEntry.Over(EndedAttempt attempt) -> {
        open.remove(attempt.attempt());
        over.put(attempt.attempt(), attempt);
      }
      case GuardEntry.Forgotten(AttemptId attempt) -> over.remove(attempt);
      case GuardEntry.Lease known -> lease = known;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
