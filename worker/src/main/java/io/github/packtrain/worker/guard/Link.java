package io.github.packtrain.worker.guard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One end of a connection between worker and guard: a thread that reads and a thread that writes,
 * so that neither side can ever be blocked by the other's being frozen. What cannot be queued any
 * more closes the link; both sides know how to begin anew.
 */
final class Link {
  private static final int QUEUE_MAX_FRAMES = 16_384;
  private static final int WRITE_BYTES = 64 << 10;

  private final SocketChannel channel;
  private final Receiver receiver;

  /** Frames to write; an empty one is the last. */
  private final BlockingQueue<Optional<byte[]>> outgoing =
      new ArrayBlockingQueue<>(QUEUE_MAX_FRAMES);

  private final Thread reader;
  private final Thread writer;

  /** Takes what arrives, on the link's reading thread. */
  interface Receiver {
    void received(Link link, GuardMessage message) throws InterruptedException;

    /** Nothing more will arrive. Said once. */
    void closed(Link link, IOException cause) throws InterruptedException;
  }

  Link(SocketChannel channel, String name, Receiver receiver) {
    this.channel = channel;
    this.receiver = receiver;
    this.reader = Thread.ofPlatform().daemon().name(name + "-read").unstarted(this::read);
    this.writer = Thread.ofPlatform().daemon().name(name + "-write").unstarted(this::write);
  }

  Link open() {
    reader.start();
    writer.start();
    return this;
  }

  /** Queues a message; one that finds the link closed is lost, as the other side is. */
  void send(GuardMessage message) {
    sendAll(List.of(message));
  }

  /** Queues messages, which arrive together as far as may be. */
  void sendAll(List<? extends GuardMessage> messages) {
    enqueue(Optional.of(Frames.join(messages.stream().map(GuardWire::encode).toList())));
  }

  private void enqueue(Optional<byte[]> frame) {
    if (!outgoing.offer(frame)) {
      close();
    }
  }

  /** Closes once everything queued is written. */
  void closeAfterSending() {
    enqueue(Optional.empty());
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Closing is all that was wanted, and a descriptor is gone even when close fails.
    }
    writer.interrupt();
  }

  /** Waits until everything queued before {@link #closeAfterSending} is written. */
  void awaitSent(long timeoutMillis) throws InterruptedException {
    writer.join(timeoutMillis);
  }

  private void read() {
    Frames frames = new Frames(channel);
    try {
      while (true) {
        receiver.received(this, GuardWire.decode(frames.next()));
      }
    } catch (IOException e) {
      tellClosed(e);
    } catch (InterruptedException e) {
      tellClosed(new IOException("interrupted", e));
    }
  }

  private void tellClosed(IOException cause) {
    close();
    try {
      receiver.closed(this, cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(WRITE_BYTES);
    List<Optional<byte[]>> waiting = new ArrayList<>();
    try {
      while (true) {
        // What waits goes out in one write, since each costs both sides a wake-up.
        waiting.add(outgoing.take());
        outgoing.drainTo(waiting);
        for (Optional<byte[]> frames : waiting) {
          if (frames.isEmpty()) {
            flush(buffer);
            channel.close();
            return;
          }
          add(buffer, frames.get());
        }
        flush(buffer);
        waiting.clear();
      }
    } catch (IOException e) {
      close();
    } catch (InterruptedException e) {
      // Closed by us.
    }
  }

  private void add(ByteBuffer buffer, byte[] frames) throws IOException {
    if (frames.length > buffer.remaining()) {
      flush(buffer);
    }
    if (frames.length > buffer.capacity()) {
      writeAll(ByteBuffer.wrap(frames));
    } else {
      buffer.put(frames);
    }
  }

  private void flush(ByteBuffer buffer) throws IOException {
    writeAll(buffer.flip());
    buffer.clear();
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
