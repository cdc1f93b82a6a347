package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.protocol.v1.Algorithm;
import io.github.packtrain.protocol.v1.Budget;
import io.github.packtrain.protocol.v1.CreateStudyRequest;
import io.github.packtrain.protocol.v1.FloatDomain;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.Objective;
import io.github.packtrain.protocol.v1.Parameter;
import io.github.packtrain.protocol.v1.Request;
import io.github.packtrain.protocol.v1.Resources;
import io.github.packtrain.protocol.v1.RetryPolicy;
import io.github.packtrain.protocol.v1.Study;
import io.github.packtrain.protocol.v1.StudySpec;

/** A search that goes on beside the other work: which sleeping task is over first. */
final class Studies {
  private static final String NAME = "fault";
  private static final int TRIALS = 100_000;
  private static final int PARALLEL = 10;

  private Studies() {}

  static void begin(MasterCalls calls, long seed) {
    JobSpec trial =
        JobSpec.newBuilder()
            .setName(NAME)
            .setHandler(HandlerBody.newBuilder().setName("sleep"))
            .setRequest(
                Request.newBuilder()
                    .setResources(Resources.newBuilder().setCpuMilli(100))
                    .putLabels("runs", "handlers"))
            .setRetry(RetryPolicy.newBuilder().setMaxLosses(1_000))
            .build();
    StudySpec spec =
        StudySpec.newBuilder()
            .setName(NAME)
            .addObjectives(Objective.newBuilder().setMetric("seconds").setGoal("minimize"))
            .addSpace(
                Parameter.newBuilder()
                    .setName("seconds")
                    .setFloat(FloatDomain.newBuilder().setMin(0.5).setMax(2)))
            .setAlgorithm(Algorithm.newBuilder().setName("random"))
            .setBudget(Budget.newBuilder().setTrials(TRIALS).setParallel(PARALLEL))
            .setSeed(seed)
            .build();
    calls.createStudy(CreateStudyRequest.newBuilder().setSpec(spec).setTrial(trial).build());
  }

  /** Ends it; what runs is cancelled. Every suggested trial has to have come to an end. */
  static void end(MasterCalls calls, FaultReport report) {
    Study study = calls.stopStudy(NAME);
    report.figure("trials of the study", study.getTrials().getSuggested());
    int ended =
        study.getTrials().getCompleted()
            + study.getTrials().getCancelled()
            + study.getTrials().getRunning();
    if (ended != study.getTrials().getSuggested()) {
      report.violation("trials of the study do not add up: " + study.getTrials());
    }
  }
}
