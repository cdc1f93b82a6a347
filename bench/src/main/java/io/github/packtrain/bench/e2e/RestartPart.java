package io.github.packtrain.bench.e2e;

import io.github.packtrain.bench.report.Figure;
import io.github.packtrain.protocol.v1.JobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A master is killed with tasks waiting and running, and started again: from the launcher's start
 * to the first placement of a waiting task.
 */
record RestartPart(String name, int waiting, int running, double target) implements Part {
  private static final int BATCH = 1_000;
  private static final int ON_THE_WAY = 8;
  private static final int WORKERS = 100;
  private static final long WAIT_MILLIS = 120_000;

  @Override
  public boolean isLong() {
    return waiting >= 1_000_000;
  }

  @Override
  public List<Figure> measure(int rounds) throws Exception {
    List<Double> first = new ArrayList<>();
    List<Double> ready = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      try (Installation here = Installation.create()) {
        here.startMaster("-Xmx600m");
        String probe = fill(here);
        here.stop("master", true);
        long from = System.nanoTime();
        ready.add(here.startMaster("-Xmx600m") / 1e3);
        try (Calls calls = here.calls()) {
          here.startFleet("more", WORKERS, 1, Calls.CPU_MILLI, "hold");
          Installation.await(
              "the first placement",
              WAIT_MILLIS,
              () -> calls.job(probe).getTasks().getRunning() > 0);
        }
        first.add((System.nanoTime() - from) / 1e9);
      }
    }
    String what = waiting + " waiting, " + running + " running: kill -9 to first placement";
    return List.of(
        Figure.atMost(name, what, "s", first, target),
        Figure.beside(name + ".serving", "until it serves", "s", ready));
  }

  /** Fills the machines and the queue; answers the first job of which no task is assigned yet. */
  private String fill(Installation here) throws Exception {
    here.startFleet("fleet", 0, WORKERS, running / WORKERS * Calls.CPU_MILLI, "hold");
    try (Calls calls = here.calls()) {
      calls.awaitWorkers(WORKERS, WAIT_MILLIS);
      List<String> full = submit(calls, "running", running);
      Map<String, Integer> seen = new TreeMap<>();
      Installation.await(
          "the running tasks",
          WAIT_MILLIS,
          () -> {
            full.forEach(job -> seen.put(job, calls.job(job).getTasks().getRunning()));
            return seen.values().stream().mapToInt(Integer::intValue).sum() >= running;
          });
      return submit(calls, "waiting", waiting).stream()
          .filter(job -> calls.job(job).getTasks().getPending() == BATCH)
          .findFirst()
          .orElseThrow(); // The jobs before it stand in local queues.
    }
  }

  private static List<String> submit(Calls calls, String name, int tasks)
      throws InterruptedException {
    JobSpec spec = Calls.noop();
    return calls.submit(
        tasks / BATCH, ON_THE_WAY, i -> Calls.distinct(spec, name + i, i * BATCH, BATCH));
  }
}
