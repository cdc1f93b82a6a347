package io.github.packtrain.master.api;

import io.github.packtrain.core.JobView;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.Principal;
import io.github.packtrain.protocol.v1.ExplainJobRequest;
import io.github.packtrain.protocol.v1.Explanation;

/** Explanations on the wire. */
final class Explanations {
  private Explanations() {}

  static Explanation of(View view, Principal caller, ExplainJobRequest request) {
    JobView job = Names.liveJob(view, Names.job(view, request.getJob(), caller));
    Plan plan = view.presence().lastPlan();
    return Explanation.newBuilder()
        .setJob(job.id().toString())
        .setName(job.spec().name())
        .setWaitingTasks(job.waiting())
        .setSummary(JobViews.of(job, plan).getWaitingFor())
        .build();
  }
}
