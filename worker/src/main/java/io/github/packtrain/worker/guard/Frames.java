package io.github.packtrain.worker.guard;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.List;

/**
 * Frames on a stream: four bytes of length, then as many bytes. Many are read with one call when
 * they have come together.
 */
final class Frames {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ReadableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();

  Frames(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /** Waits for the next frame. */
  byte[] next() throws IOException {
    require(Integer.BYTES);
    int length = buffer.getInt();
    if (length < 0 || length > GuardWire.FRAME_MAX_BYTES) {
      throw new IOException("a frame of " + length + " bytes");
    }
    byte[] frame = new byte[length];
    int there = Math.min(length, buffer.remaining());
    buffer.get(frame, 0, there);
    ByteBuffer rest = ByteBuffer.wrap(frame, there, length - there);
    while (rest.remaining() > BUFFER_BYTES) {
      read(rest);
    }
    if (rest.hasRemaining()) {
      require(rest.remaining());
      buffer.get(frame, rest.position(), rest.remaining());
    }
    return frame;
  }

  /** Waits until the buffer holds this many bytes. */
  private void require(int bytes) throws IOException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    buffer.compact();
    try {
      while (buffer.position() < bytes) {
        read(buffer);
      }
    } finally {
      buffer.flip();
    }
  }

  private void read(ByteBuffer into) throws IOException {
    if (channel.read(into) < 0) {
      throw new EOFException("the other side has closed");
    }
  }

  /** Frames as they are written one after the other. */
  static byte[] join(List<byte[]> frames) {
    int bytes = 0;
    for (byte[] frame : frames) {
      bytes += Integer.BYTES + frame.length;
    }
    ByteBuffer joined = ByteBuffer.allocate(bytes);
    for (byte[] frame : frames) {
      joined.putInt(frame.length).put(frame);
    }
    return joined.array();
  }
}
