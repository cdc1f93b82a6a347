package io.github.packtrain.master;

import io.github.packtrain.protocol.v1.Algorithm;
import io.github.packtrain.protocol.v1.Budget;
import io.github.packtrain.protocol.v1.CreateStudyRequest;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.IntDomain;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.Objective;
import io.github.packtrain.protocol.v1.Parameter;
import io.github.packtrain.protocol.v1.StudySpec;

/** Studies for tests. */
final class StudyRequests {
  private StudyRequests() {}

  /** Maximises y = x over the integers from 1 to 1000, at random, three at a time. */
  static CreateStudyRequest create(String name, int trials) {
    return CreateStudyRequest.newBuilder()
        .setSpec(
            StudySpec.newBuilder()
                .setName(name)
                .addObjectives(Objective.newBuilder().setMetric("y").setGoal("maximize"))
                .addSpace(
                    Parameter.newBuilder()
                        .setName("x")
                        .setInt(IntDomain.newBuilder().setMin(1).setMax(1000)))
                .setAlgorithm(Algorithm.newBuilder().setName("random"))
                .setBudget(Budget.newBuilder().setTrials(trials).setParallel(3))
                .setSeed(7))
        .setTrial(
            JobSpec.newBuilder()
                .setHandler(HandlerBody.newBuilder().setName("noop").setOptions("")))
        .build();
  }
}
