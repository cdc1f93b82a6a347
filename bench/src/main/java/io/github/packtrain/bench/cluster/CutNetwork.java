package io.github.packtrain.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Two network namespaces of Linux: one for workers, and a router between them and the master, which
 * throws away what it is told to. What is lost is lost as in a real network: TCP tries again, ever
 * more rarely. Needs root.
 *
 * <pre>
 *   master ── 10.213.n.1 ═ 10.213.n.2 [router] 10.213.n.5 ═ 10.213.n.6 [workers]
 * </pre>
 */
public final class CutNetwork implements Wire {
  private static final int NETWORKS_MAX = 250;
  private static final long RESET_MILLIS = 100;

  private final String network;
  private final String router;
  private final String workers;
  private final String near;
  private final int port;

  private CutNetwork(int number, int port) {
    this.network = "10.213." + number + ".";
    this.router = "packtrain-r" + number;
    this.workers = "packtrain-w" + number;
    this.near = "packtrain" + number;
    this.port = port;
  }

  /** Whether this process may make namespaces here. */
  public static boolean isPossible() {
    String name = "packtrain-try" + ProcessHandle.current().pid();
    try {
      run("ip netns add " + name);
      run("ip -n " + name + " route add blackhole 10.213.0.1/32");
      run("ip netns del " + name);
      return true;
    } catch (IOException e) {
      // No such program, or no right: then there is the proxy.
      return false;
    }
  }

  /**
   * Makes one that nobody else here has.
   *
   * @param masterPort where the master listens, on all addresses
   */
  public static CutNetwork open(int masterPort) throws IOException {
    int first = (int) (ProcessHandle.current().pid() % NETWORKS_MAX);
    IOException last = new IOException("no network tried");
    for (int i = 0; i < NETWORKS_MAX; i++) {
      CutNetwork made = new CutNetwork(1 + (first + i) % NETWORKS_MAX, masterPort);
      try {
        run("ip netns add " + made.router);
      } catch (IOException e) {
        // Taken, most likely.
        last = e;
        continue;
      }
      made.connect();
      return made;
    }
    throw last;
  }

  private void connect() throws IOException {
    run("ip netns add " + workers);
    run("ip link add %s type veth peer name wan netns %s".formatted(near, router));
    run("ip -n %s link add lan type veth peer name eth netns %s".formatted(router, workers));
    run("ip addr add %s1/30 dev %s".formatted(network, near));
    run("ip -n %s addr add %s2/30 dev wan".formatted(router, network));
    run("ip -n %s addr add %s5/30 dev lan".formatted(router, network));
    run("ip -n %s addr add %s6/30 dev eth".formatted(workers, network));
    run("ip link set %s up".formatted(near));
    run("ip -n %s link set wan up".formatted(router));
    run("ip -n %s link set lan up".formatted(router));
    run("ip -n %s link set eth up".formatted(workers));
    run("ip -n %s link set lo up".formatted(workers));
    run("ip route add %s4/30 via %s2".formatted(network, network));
    run("ip -n %s route add default via %s5".formatted(workers, network));
    run("ip netns exec %s sysctl -q -w net.ipv4.ip_forward=1".formatted(router));
  }

  @Override
  public String host() {
    return network + "1";
  }

  @Override
  public int port() {
    return port;
  }

  /** Not {@code ip netns exec}: that would hide the machine's cgroups as well. */
  @Override
  public List<String> prefix() {
    return List.of("nsenter", "--net=/run/netns/" + workers);
  }

  @Override
  public void cut(boolean toMaster, boolean toWorkers) {
    route(toMaster, "blackhole", "1");
    route(toWorkers, "blackhole", "6");
  }

  /** The router says for a moment that there is no way, in both directions. */
  @Override
  public void reset() {
    route(true, "unreachable", "1");
    route(true, "unreachable", "6");
    Cluster.pause(RESET_MILLIS);
    heal();
  }

  /** A route to one address alone goes before the one to its network. */
  private void route(boolean closed, String kind, String host) {
    try {
      run(
          closed
              ? "ip -n %s route replace %s %s%s/32".formatted(router, kind, network, host)
              : "ip -n %s route flush root %s%s/32".formatted(router, network, host));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    run("ip netns del " + workers);
    run("ip netns del " + router);
  }

  private static void run(String command) throws IOException {
    Process process =
        new ProcessBuilder(List.of(command.split(" "))).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command + ": interrupted", e);
    }
  }
}
