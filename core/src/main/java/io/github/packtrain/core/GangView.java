package io.github.packtrain.core;

import io.github.packtrain.model.AttemptId;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt stands in its gang; its rank is the index of its task.
 *
 * @param size how many tasks run together
 * @param rendezvous {@code HOST:PORT} where the members may meet: the worker of rank 0, by its
 *     label {@code address} or else its name, and a port that follows from the attempt of rank 0
 */
public record GangView(int size, String rendezvous) {
  private static final int PORT_FIRST = 20_000;
  private static final int PORTS = 10_000;

  static @Nullable GangView of(AttemptRecord attempt) {
    JobRecord job = attempt.job;
    if (!job.isGang()) {
      return null;
    }
    TaskRecord first = job.task(0);
    AttemptRecord leader = attempt;
    if (first != null && first.status instanceof AttemptRecord of) {
      leader = of;
    }
    String name = leader.worker.spec.name();
    String host = leader.worker.spec.labels().getOrDefault("address", name);
    return new GangView(job.count, host + ":" + portOf(leader.id));
  }

  /** The next attempt does not meet what is left of the one before it. */
  private static int portOf(AttemptId leader) {
    return PORT_FIRST + (int) ((leader.task().job().value() * 31 + leader.number()) % PORTS);
  }
}
