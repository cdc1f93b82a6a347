package io.github.packtrain.worker.guard;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The worker's link to a guard that has said its welcome. */
final class GuardConnection {
  private static final int QUEUE_MAX_NOTICES = 1024;
  private static final long LAST_ORDERS_MILLIS = 1_000;

  private final Link link;
  private final BlockingQueue<Optional<GuardMessage.Notice>> incoming;
  private final GuardMessage.Welcome welcome;

  private GuardConnection(
      Link link,
      BlockingQueue<Optional<GuardMessage.Notice>> incoming,
      GuardMessage.Welcome welcome) {
    this.link = link;
    this.incoming = incoming;
    this.welcome = welcome;
  }

  /** Says hello and waits for the welcome; closes the channel when it fails. */
  static GuardConnection greet(SocketChannel channel, long leaseUntilBootMillis, long timeoutMillis)
      throws IOException, InterruptedException {
    BlockingQueue<Optional<GuardMessage.Notice>> incoming =
        new ArrayBlockingQueue<>(QUEUE_MAX_NOTICES);
    Link link = new Link(channel, "guard", new Receiving(incoming)).open();
    link.send(new GuardMessage.Hello(GuardWire.VERSION, leaseUntilBootMillis));
    Optional<GuardMessage.Notice> first = incoming.poll(timeoutMillis, TimeUnit.MILLISECONDS);
    if (first != null && first.isPresent() && first.get() instanceof GuardMessage.Welcome welcome) {
      return new GuardConnection(link, incoming, welcome);
    }
    link.close();
    throw new IOException(
        first == null ? "no answer within " + timeoutMillis + " ms" : "closed without an answer");
  }

  GuardMessage.Welcome welcome() {
    return welcome;
  }

  void send(GuardMessage.Order order) {
    link.send(order);
  }

  /** The next notice, or empty when there will be none any more. */
  Optional<GuardMessage.Notice> take() throws InterruptedException {
    return incoming.take();
  }

  /** Closes once all orders are on their way; a guard that does not read them is not waited for. */
  void close() {
    link.closeAfterSending();
    try {
      link.awaitSent(LAST_ORDERS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    link.close();
  }

  String mechanism() {
    return welcome.mechanism();
  }

  int guardPid() {
    return welcome.guardPid();
  }

  private record Receiving(BlockingQueue<Optional<GuardMessage.Notice>> incoming)
      implements Link.Receiver {
    @Override
    public void received(Link link, GuardMessage message) throws InterruptedException {
      if (message instanceof GuardMessage.Notice notice) {
        incoming.put(Optional.of(notice));
      }
    }

    @Override
    public void closed(Link link, IOException cause) throws InterruptedException {
      incoming.put(Optional.empty());
    }
  }
}
