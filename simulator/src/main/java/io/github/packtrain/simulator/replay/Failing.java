package io.github.packtrain.simulator.replay;

import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.trace.TraceJob;
import java.util.SplittableRandom;

/**
 * A world in which a part of the attempts fails halfway. Whether one does depends on seed, job,
 * task and attempt alone, so that policies are compared under the same luck.
 *
 * @param part of the attempts that fail, 0 to 1
 */
public record Failing(long seed, double part) implements World {
  @Override
  public Course course(TraceJob job, int index, int attempt, WorkerSpec worker, long left) {
    long mixed = seed * 31 + job.name().hashCode();
    SplittableRandom random = new SplittableRandom((mixed * 31 + index) * 31 + attempt);
    return random.nextDouble() < part ? new Course(left / 2, true) : new Course(left, false);
  }
}
