package io.github.packtrain.bench.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Many connected workers that do nothing but send their heartbeats, every 10 s.
 *
 * @param settleMillis until the storm of the start is over
 */
record FleetPart(int workers, long settleMillis, long idleMillis) implements Part {
  static final int HOSTS = 4;
  private static final long CONNECT_MILLIS = 180_000;

  @Override
  public String name() {
    return "fleet";
  }

  @Override
  public List<Figure> measure(int rounds) throws Exception {
    List<Double> share = new ArrayList<>();
    List<Double> heap = new ArrayList<>();
    try (Installation here = Installation.create()) {
      here.startMaster("-Xmx500m");
      int each = workers / HOSTS;
      for (int host = 0; host < HOSTS; host++) {
        here.startFleet("host" + host, host * each, each, 1_000, "hold");
      }
      try (Calls calls = here.calls()) {
        calls.awaitWorkers(each * HOSTS, CONNECT_MILLIS);
        LockSupport.parkNanos(settleMillis * 1_000_000);
        for (int round = 0; round < rounds; round++) {
          double before = here.cpu("master").toNanos();
          LockSupport.parkNanos(idleMillis * 1_000_000);
          share.add((here.cpu("master").toNanos() - before) / idleMillis / 1e4);
        }
        heap.add(BacklogPart.liveHeapMegabytes(here.process("master").pid()));
        calls.awaitWorkers(each * HOSTS, CONNECT_MILLIS);
      }
    }
    return List.of(
        Figure.atMost(
            "fleet.cpu",
            "master's share of one core, " + workers + " idle workers",
            "%",
            share,
            15),
        Figure.atMost("fleet.heap", "its live heap then", "MB", heap, 500));
  }
}
