package io.github.packtrain.master.api;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Decision;
import io.github.packtrain.core.JobView;
import io.github.packtrain.core.learn.ModelFamilies;
import io.github.packtrain.master.call.Caller;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobResponse;
import io.github.packtrain.session.wire.JobWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Submits jobs: all or none. */
record Submission(Backend backend, ModelFamilies families) {

  CompletableFuture<List<SubmitJobResponse>> of(List<SubmitJobRequest> requests, int bytes) {
    JobLinks links = new JobLinks(requests);
    List<Command.SubmitJob> jobs = new ArrayList<>();
    for (SubmitJobRequest request : requests) {
      jobs.add(command(links.withoutKeys(request), Caller.current()));
    }
    Command command =
        jobs.size() == 1 && links.list().isEmpty()
            ? jobs.getFirst()
            : new Command.SubmitJobs(jobs, links.list());
    return backend
        .execute(command, bytes)
        .thenCompose(reply -> backend.readMore(view -> accepted(view, reply)));
  }

  private Command.SubmitJob command(SubmitJobRequest request, Principal caller) {
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

  /** It was taken; what is known to go wrong with it is said. */
  private static Optional<String> warningOf(View view, JobView job) {
    return view.world()
        .core()
        .deadlineProblem(job.spec(), job.count(), job.submittedAtMillis())
        .map(problem -> problem.message() + ": " + problem.why());
  }

  private static List<SubmitJobResponse> accepted(View view, Decision.Reply reply) {
    List<Decision.Reply.JobAccepted> jobs =
        switch (reply) {
          case Decision.Reply.JobAccepted one -> List.of(one);
          case Decision.Reply.JobsAccepted several -> several.jobs();
          default -> throw new IllegalStateException("no answer to a submission: " + reply);
        };
    List<SubmitJobResponse> answers = new ArrayList<>();
    for (Decision.Reply.JobAccepted job : jobs) {
      SubmitJobResponse.Builder one =
          SubmitJobResponse.newBuilder()
              .setJob(job.job().toString())
              .setCount(job.count())
              .setFresh(job.fresh());
      view.world()
          .core()
          .findJob(job.job())
          .ifPresent(
              known -> {
                one.setSpec(JobWire.toWire(known.spec()));
                if (job.fresh()) {
                  warningOf(view, known).ifPresent(one::addWarnings);
                }
              });
      answers.add(one.build());
    }
    return answers;
  }
}
