package io.github.packtrain.worker.guard;

import java.io.IOException;
import java.nio.channels.SocketChannel;
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
    enqueue(Optional.of(GuardWire.encode(message)));
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
    try {
      while (true) {
        receiver.received(this, GuardWire.decode(Frames.read(channel)));
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
    try {
      Optional<byte[]> frame = outgoing.take();
      while (frame.isPresent()) {
        Frames.write(channel, frame.get());
        frame = outgoing.take();
      }
      channel.close();
    } catch (IOException e) {
      close();
    } catch (InterruptedException e) {
      // Closed by us.
    }
  }
}
