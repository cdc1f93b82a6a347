package io.github.packtrain.worker.guard;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Frames on a stream: four bytes of length, then as many bytes. */
final class Frames {
  private Frames() {}

  static byte[] read(SocketChannel channel) throws IOException {
    int length = fill(channel, ByteBuffer.allocate(Integer.BYTES)).getInt();
    if (length < 0 || length > GuardWire.FRAME_MAX_BYTES) {
      throw new IOException("a frame of " + length + " bytes");
    }
    return fill(channel, ByteBuffer.allocate(length)).array();
  }

  static void write(SocketChannel channel, byte[] frame) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES + frame.length);
    buffer.putInt(frame.length).put(frame).flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static ByteBuffer fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the other side has closed");
      }
    }
    return buffer.flip();
  }
}
