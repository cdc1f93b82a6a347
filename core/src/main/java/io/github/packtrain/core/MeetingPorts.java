package io.github.packtrain.core;

import io.github.packtrain.model.AttemptId;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ports at which gangs meet: {@value #FIRST} to 29999, on the host of the member of rank 0. No two
 * gangs that are active at a time have the same one on a host; with the end of the attempt of rank
 * 0 its port is free again. The search begins at a place that follows from the attempt, so that the
 * next attempt does not meet what is left of the one before it.
 *
 * <p>Cost: for each plan that starts a gang one look at everything that runs. With more than
 * {@value #COUNT} gangs on one host ports are given twice.
 */
final class MeetingPorts {
  private static final int FIRST = 20_000;
  private static final int COUNT = 10_000;
  private static final int STRIDE = 31;

  private final CoreState state;

  /** Those in use by host, with those of this decision; empty before anybody asks. */
  private final TreeMap<String, TreeSet<Integer>> taken = new TreeMap<>();

  private boolean known;

  MeetingPorts(CoreState state) {
    this.state = state;
  }

  /** Where the others find it. */
  static String hostOf(WorkerRecord worker) {
    return worker.spec.labels().getOrDefault("address", worker.spec.name());
  }

  /** Of an attempt of rank 0. */
  static int portOf(AttemptRecord leader) {
    return leader.port > 0 ? leader.port : usual(leader.id);
  }

  /** Before ports were recorded they were this, whoever had it already. */
  private static int usual(AttemptId leader) {
    return FIRST + (int) ((leader.task().job().value() * STRIDE + leader.number()) % COUNT);
  }

  /** Chooses one for an attempt of rank 0 that is placed there. */
  int choose(WorkerRecord worker, AttemptId leader) {
    if (!known) {
      known = true;
      state.workers.values().forEach(this::addInUse);
    }
    TreeSet<Integer> here = taken.computeIfAbsent(hostOf(worker), _ -> new TreeSet<>());
    int wish = usual(leader);
    for (int i = 0; i < COUNT; i++) {
      int port = FIRST + (wish - FIRST + i) % COUNT;
      if (here.add(port)) {
        return port;
      }
    }
    return wish;
  }

  private void addInUse(WorkerRecord worker) {
    worker.attempts.forEach(
        attempt -> {
          if (attempt.job.isGang() && attempt.id.task().index() == 0) {
            taken.computeIfAbsent(hostOf(worker), _ -> new TreeSet<>()).add(portOf(attempt));
          }
        });
  }
}
