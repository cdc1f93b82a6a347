package io.github.packtrain.core;

import org.jspecify.annotations.Nullable;

/**
 * Where an attempt stands in its gang; its rank is the index of its task.
 *
 * @param size how many tasks run together
 * @param rendezvous {@code HOST:PORT} where the members may meet: the worker of rank 0, by its
 *     label {@code address} or else its name, and a port that no other gang has there meanwhile
 */
public record GangView(int size, String rendezvous) {
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
    String host = MeetingPorts.hostOf(leader.worker);
    return new GangView(job.count, host + ":" + MeetingPorts.portOf(leader));
  }
}
