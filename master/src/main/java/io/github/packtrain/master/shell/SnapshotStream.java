package io.github.packtrain.master.shell;

import io.github.packtrain.model.Fact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A state as a stream of frames, each a length and some encoded facts, cut into chunks of equal size:
 * one fact may be larger than a chunk (a job with the parameters of very many tasks).
 */
final class SnapshotStream {
  static final int FORMAT = 1;
  private static final int FACTS_PER_FRAME = 500;
  private static final int CHUNK_BYTES = 4 * 1024 * 1024;

  private SnapshotStream() {}

  /** Takes the chunks. */
  interface Sink {
    void chunk(byte[] bytes) throws IOException;
  }

  static void write(List<Fact> facts, Sink sink) throws IOException {
    ByteArrayOutputStream pending = new ByteArrayOutputStream();
    for (int from = 0; from < facts.size(); from += FACTS_PER_FRAME) {
      byte[] frame =
          Facts.encode(facts.subList(from, Math.min(facts.size(), from + FACTS_PER_FRAME)));
      pending.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(frame.length).array());
      pending.writeBytes(frame);
      if (pending.size() >= CHUNK_BYTES) {
        cut(pending, sink);
      }
    }
    if (pending.size() > 0) {
      sink.chunk(pending.toByteArray());
    }
  }

  private static void cut(ByteArrayOutputStream pending, Sink sink) throws IOException {
    byte[] bytes = pending.toByteArray();
    pending.reset();
    int at = 0;
    for (; bytes.length - at >= CHUNK_BYTES; at += CHUNK_BYTES) {
      sink.chunk(Arrays.copyOfRange(bytes, at, at + CHUNK_BYTES));
    }
    pending.write(bytes, at, bytes.length - at);
  }

  /** Puts the chunks together again, and gives each fact on. */
  static final class Reader implements Consumer<byte[]> {
    private final Consumer<Fact> facts;
    private byte[] rest = new byte[0];

    Reader(Consumer<Fact> facts) {
      this.facts = facts;
    }

    @Override
    public void accept(byte[] chunk) {
      byte[] bytes = Arrays.copyOf(rest, rest.length + chunk.length);
      System.arraycopy(chunk, 0, bytes, rest.length, chunk.length);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.remaining() >= Integer.BYTES
          && buffer.remaining() - Integer.BYTES >= buffer.getInt(buffer.position())) {
        byte[] frame = new byte[buffer.getInt()];
        buffer.get(frame);
        Facts.decode(frame).forEach(facts);
      }
      rest = Arrays.copyOfRange(bytes, buffer.position(), bytes.length);
    }

    /** Whether nothing is left over. */
    boolean isComplete() {
      return rest.length == 0;
    }
  }
}
