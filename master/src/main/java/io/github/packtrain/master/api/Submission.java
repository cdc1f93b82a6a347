package io.github.packtrain.master.api;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Decision;
import io.github.packtrain.core.learn.ModelFamilies;
import io.github.packtrain.master.call.Caller;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobResponse;
import io.github.packtrain.session.wire.JobWire;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Submits jobs: all or none. */
record Submission(Backend backend, ModelFamilies families) {

  CompletableFuture<List<SubmitJobResponse>> of(List<SubmitJobRequest> requests, int bytes) {
    List<Command> commands = new ArrayList<>();
    for (SubmitJobRequest request : requests) {
      commands.add(command(request, Caller.current()));
    }
    return backend
        .execute(commands, bytes)
        .thenCompose(replies -> backend.readMore(view -> accepted(view, replies)));
  }

  private Command command(SubmitJobRequest request, Principal caller) {
    JobSpec spec = withFamily(JobWire.toModel(request.getSpec()));
    if (!spec.study().isEmpty()) {
      throw Unary.rejected(
          Rejection.invalid(
              "STUDY_SET",
              "a job of the study '" + Names.shown(spec.study()) + "' cannot be submitted",
              "create the study; its jobs are made by the master"));
    }
    int count = request.getCount();
    int params = request.getParamsCount();
    if (count < 0 || (params > 0 && count > 0 && count != params)) {
      throw Unary.rejected(
          Rejection.invalid(
              "TASK_COUNT",
              "the job has " + count + " tasks and parameters for " + params,
              "leave the count out, it is the number of the parameters"));
    }
    String submission =
        request.getSubmissionId().isEmpty()
            ? UUID.randomUUID().toString()
            : request.getSubmissionId();
    int tasks = params > 0 ? params : Math.max(1, count);
    return new Command.SubmitJob(caller, submission, spec, tasks, request.getParamsList(), false);
  }

  /** The family is recorded with the job, so that another list changes nothing that was learned. */
  private JobSpec withFamily(JobSpec spec) {
    Profile profile = spec.terms().profile();
    String family = profile.family().isEmpty() ? families.of(profile.model()) : profile.family();
    return family.equals(profile.family())
        ? spec
        : spec.withTerms(spec.terms().withProfile(profile.withFamily(family)));
  }

  private static List<SubmitJobResponse> accepted(View view, List<Decision.Reply> replies) {
    List<SubmitJobResponse> answers = new ArrayList<>();
    for (Decision.Reply reply : replies) {
      if (reply instanceof Decision.Reply.JobAccepted(JobId job, int count, boolean fresh)) {
        SubmitJobResponse.Builder one =
            SubmitJobResponse.newBuilder().setJob(job.toString()).setCount(count).setFresh(fresh);
        view.world()
            .core()
            .findJob(job)
            .ifPresent(known -> one.setSpec(JobWire.toWire(known.spec())));
        answers.add(one.build());
      }
    }
    return answers;
  }
}
