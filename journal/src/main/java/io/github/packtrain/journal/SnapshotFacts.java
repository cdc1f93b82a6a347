package io.github.packtrain.journal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.packtrain.journal.v1.EventProto.Entry;
import io.github.packtrain.model.Fact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The content of a snapshot: entries of the event schema one after the other, each behind its
 * length, cut into chunks wherever one is full. One fact may be longer than a chunk: a job of a
 * million tasks is one.
 */
final class SnapshotFacts {
  static final int FORMAT = EventCodec.FORMAT;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int LENGTH_MAX_BYTES = 5;

  private SnapshotFacts() {}

  static void write(Iterable<? extends Fact> facts, SnapshotWriter writer) throws IOException {
    ByteArrayOutputStream pending = new ByteArrayOutputStream();
    for (Fact fact : facts) {
      EventCodec.entry(fact).writeDelimitedTo(pending);
      if (pending.size() >= CHUNK_BYTES) {
        writeChunks(pending.toByteArray(), writer);
        pending.reset();
      }
    }
    writeChunks(pending.toByteArray(), writer);
  }

  private static void writeChunks(byte[] bytes, SnapshotWriter writer) throws IOException {
    for (int from = 0; from < bytes.length; from += CHUNK_BYTES) {
      byte[] chunk = new byte[Math.min(CHUNK_BYTES, bytes.length - from)];
      System.arraycopy(bytes, from, chunk, 0, chunk.length);
      writer.chunk(chunk);
    }
  }

  /** Takes the chunks in order and gives each fact as soon as it is complete. */
  static final class Reader {
    private final Consumer<? super Fact> facts;

    /** Received and not yet read: the beginning of an entry at most. */
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    /**
     * Not worth looking before this much is pending, which keeps a very long entry from being
     * copied per chunk.
     */
    private long needed;

    Reader(Consumer<? super Fact> facts) {
      this.facts = facts;
    }

    void accept(byte[] chunk) throws InvalidProtocolBufferException {
      pending.writeBytes(chunk);
      if (pending.size() < needed) {
        return;
      }
      byte[] bytes = pending.toByteArray();
      int at = 0;
      long end = entryEnd(bytes, at);
      while (end <= bytes.length) {
        facts.accept(EventCodec.fact(entry(bytes, at, (int) end)));
        at = (int) end;
        end = entryEnd(bytes, at);
      }
      pending.reset();
      pending.write(bytes, at, bytes.length - at);
      needed = end - at;
    }

    private static Entry entry(byte[] bytes, int from, int end)
        throws InvalidProtocolBufferException {
      CodedInputStream in = CodedInputStream.newInstance(bytes, from, end - from);
      try {
        in.readRawVarint32();
        return Entry.parseFrom(in);
      } catch (InvalidProtocolBufferException e) {
        throw e;
      } catch (IOException e) {
        throw new InvalidProtocolBufferException(e);
      }
    }

    /** After the last chunk: whether it ended where an entry ends. */
    boolean isComplete() {
      return pending.size() == 0;
    }

    /**
     * Where the entry that begins at {@code from} ends; beyond the bytes when it is not all there
     * yet.
     */
    private static long entryEnd(byte[] bytes, int from) throws InvalidProtocolBufferException {
      long length = 0;
      for (int i = 0; i < LENGTH_MAX_BYTES; i++) {
        if (from + i >= bytes.length) {
          return bytes.length + 1L;
        }
        byte part = bytes[from + i];
        length |= (long) (part & 0x7f) << (7 * i);
        if (part >= 0) {
          return from + i + 1 + length;
        }
      }
      throw new InvalidProtocolBufferException("no length where an entry begins");
    }
  }
}
