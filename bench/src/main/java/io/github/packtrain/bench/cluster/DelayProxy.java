package io.github.packtrain.bench.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy on loopback that delivers each piece of data a fixed time after it came, in order.
 */
public final class DelayProxy implements AutoCloseable {
  private static final int CHUNK_BYTES = 64 << 10;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final long delayNanos;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private record Piece(byte[] bytes, long dueNanos) {}

  private DelayProxy(ServerSocket server, InetSocketAddress target, long delayNanos) {
    this.server = server;
    this.target = target;
    this.delayNanos = delayNanos;
  }

  /**
   * Listens on a free port.
   *
   * @param delayNanos each way, so a round trip takes twice as long
   */
  public static DelayProxy open(int targetPort, long delayNanos) throws IOException {
    ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    DelayProxy proxy =
        new DelayProxy(
            server,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort),
            delayNanos);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Socket far = new Socket();
        far.connect(target);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        sockets.add(near);
        sockets.add(far);
        pump(near, far);
        pump(far, near);
      } catch (IOException e) {
        // Closed, or the target is down: whoever dialled sees its connection end.
        continue;
      }
    }
  }

  private void pump(Socket from, Socket to) {
    LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    Thread.ofVirtual().start(() -> read(from, pieces));
    Thread.ofVirtual().start(() -> write(pieces, to));
  }

  private void read(Socket from, LinkedBlockingQueue<Piece> pieces) {
    byte[] buffer = new byte[CHUNK_BYTES];
    try {
      InputStream in = from.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        pieces.add(new Piece(Arrays.copyOf(buffer, read), System.nanoTime() + delayNanos));
      }
    } catch (IOException e) {
      // The end of the stream either way.
      drop(from);
    }
    pieces.add(new Piece(new byte[0], System.nanoTime()));
  }

  private void write(LinkedBlockingQueue<Piece> pieces, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      for (Piece piece = pieces.take(); piece.bytes.length > 0; piece = pieces.take()) {
        LockSupport.parkNanos(piece.dueNanos - System.nanoTime());
        out.write(piece.bytes);
      }
    } catch (IOException e) {
      drop(to);
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    drop(to);
  }

  private void drop(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, which is all that was wanted.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    sockets.forEach(this::drop);
  }
}
