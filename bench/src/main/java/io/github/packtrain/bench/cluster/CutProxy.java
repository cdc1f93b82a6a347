package io.github.packtrain.bench.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A wire that can be cut: a TCP proxy on loopback that delivers nothing in a direction while it is
 * cut, as a network does that loses packets for a while. Nobody is told; that is {@link #reset}.
 *
 * <p>A connection that had something to send meanwhile stays dead for as long again after the wire
 * has healed: TCP doubles the time between its attempts, so the next one comes that late at worst.
 * A new connection goes through at once.
 */
public final class CutProxy implements Wire {
  private static final int CHUNK_BYTES = 64 << 10;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Gate towardsMaster = new Gate();
  private final Gate towardsWorkers = new Gate();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** Open or shut. */
  private static final class Gate {
    private boolean shut;

    synchronized void set(boolean nowShut) {
      shut = nowShut;
      notifyAll();
    }

    /** Waits until it is open; answers for how many nanoseconds. */
    synchronized long pass() throws InterruptedException {
      long began = System.nanoTime();
      while (shut) {
        wait();
      }
      return System.nanoTime() - began;
    }
  }

  private CutProxy(ServerSocket server, InetSocketAddress target) {
    this.server = server;
    this.target = target;
  }

  /** Listens on a free port. */
  public static CutProxy open(int targetPort) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    CutProxy proxy =
        new CutProxy(
            new ServerSocket(0, 256, loopback), new InetSocketAddress(loopback, targetPort));
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public List<String> prefix() {
    return List.of();
  }

  @Override
  public void cut(boolean toMaster, boolean toWorkers) {
    towardsMaster.set(toMaster);
    towardsWorkers.set(toWorkers);
  }

  /** Ends all connections. */
  @Override
  public void reset() {
    sockets.forEach(this::drop);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Thread.ofVirtual().start(() -> join(near));
      } catch (IOException e) {
        // Closed: the loop ends.
        continue;
      }
    }
  }

  private void join(Socket near) {
    Socket far = new Socket();
    sockets.add(near);
    sockets.add(far);
    try {
      towardsMaster.pass();
      far.connect(target);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> pump(near, far, towardsMaster));
      pump(far, near, towardsWorkers);
    } catch (IOException e) {
      // The master is down: whoever dialled sees its connection end.
      drop(near);
      drop(far);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pump(Socket from, Socket to, Gate gate) {
    byte[] buffer = new byte[CHUNK_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        LockSupport.parkNanos(gate.pass());
        out.write(buffer, 0, read);
      }
      gate.pass();
    } catch (IOException e) {
      // The end of the stream either way.
      drop(from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    drop(from);
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
    heal();
    server.close();
    reset();
  }
}
