package io.github.packtrain.session.loop;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Core;
import io.github.packtrain.core.Decision;
import io.github.packtrain.core.JobView;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.search.SearchProblem;
import io.github.packtrain.search.Study;
import io.github.packtrain.search.StudyCommand;
import io.github.packtrain.search.StudyEvent;
import io.github.packtrain.search.StudyReply;
import io.github.packtrain.search.StudySpec;
import io.github.packtrain.session.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Ties studies to the scheduler: each trial is a task of the study's open job. A task's recorded
 * end becomes the trial's end, in the same batch, and the next suggestions become tasks, in the
 * same batch: a crash loses neither and doubles neither.
 */
final class StudyDriver {
  private final World world;
  private final Core core;

  StudyDriver(World world, Core core) {
    this.world = world;
    this.core = core;
  }

  Answer create(Request.CreateStudy request, Step step) {
    StudySpec spec = request.spec();
    JobSpec trial = trialSpec(request);
    Optional<Study> existing = world.findStudy(spec.name());
    if (existing.isPresent()) {
      return resume(existing.get(), spec, trial);
    }
    StudyReply reply = Study.create(new StudyCommand.CreateStudy(spec), step.nowMillis);
    if (reply instanceof StudyReply.Rejected(List<SearchProblem> problems)) {
      return new Answer.Rejected(rejection(problems));
    }
    Command submit =
        new Command.SubmitJob(request.by(), "study:" + spec.name(), trial, 0, List.of(), true);
    if (core.handle(submit, step.nowMillis) instanceof Decision.Rejected(Rejection rejection)) {
      return new Answer.Rejected(rejection);
    }
    record(reply, step);
    step.execute(submit);
    suggest(spec.name(), step);
    return new Answer.StudyAccepted(spec.name(), true);
  }

  /**
   * The trial's job: named and owned by the study, and a trial without the objective's metric is no
   * result.
   */
  private static JobSpec trialSpec(Request.CreateStudy request) {
    JobSpec given = request.trial();
    TreeSet<String> required = new TreeSet<>(given.requiredMetrics());
    required.add(request.spec().objective().metric());
    return new JobSpec(
        request.spec().name().isEmpty() ? given.name() : request.spec().name(),
        given.queue(),
        given.priority(),
        given.request(),
        given.body(),
        given.retry(),
        given.timeLimitMillis(),
        given.graceMillis(),
        given.leasePolicy(),
        List.copyOf(required),
        given.maxParallel(),
        request.spec().name(),
        given.terms(),
        given.after());
  }

  private Answer resume(Study study, StudySpec spec, JobSpec trial) {
    List<String> differences = new ArrayList<>();
    study.spec().diff(spec).forEach(difference -> differences.add(difference.toString()));
    world
        .findJobOf(spec.name())
        .flatMap(world.core()::findJob)
        .ifPresent(job -> differences.addAll(SpecDifference.between(job.spec(), trial)));
    if (differences.isEmpty()) {
      return new Answer.StudyAccepted(spec.name(), false);
    }
    return new Answer.Rejected(
        new Rejection(
            Kind.ALREADY_EXISTS,
            "STUDY_DIFFERS",
            "study '" + spec.name() + "' exists with another specification",
            String.join("\n  ", differences),
            "give the changed study another name, or undo the changes to go on with this one"));
  }

  Answer command(Request.OfStudy request, Step step) {
    StudyCommand command = request.command();
    Optional<Study> study = world.findStudy(command.study());
    if (study.isEmpty()) {
      return new Answer.Rejected(noSuchStudy(command.study()));
    }
    StudyReply reply = study.get().handle(command, step.nowMillis);
    if (reply instanceof StudyReply.Rejected(List<SearchProblem> problems)) {
      return new Answer.Rejected(rejection(problems));
    }
    record(reply, step);
    suggest(command.study(), step);
    return new Answer.StudyAccepted(command.study(), false);
  }

  /** The task of a trial has ended for good. */
  void taskEnded(String study, TaskId task, TaskState end, AttemptResult result, Step step) {
    Optional<Integer> trial = world.findTrialOf(study, task.index());
    if (trial.isEmpty() || world.findStudy(study).isEmpty()) {
      return;
    }
    String reason = result.message().isEmpty() ? result.outcome().toString() : result.message();
    StudyCommand command =
        switch (end) {
          case COMPLETED ->
              new StudyCommand.CompleteTrial(study, trial.get(), new TreeMap<>(result.metrics()));
          case FAILED, TIMED_OUT, CANCELLED ->
              result.outcome() == Outcome.BAD_RESULT
                  ? new StudyCommand.MarkInfeasible(study, trial.get(), reason)
                  : new StudyCommand.FailTrial(study, trial.get(), reason);
          case PENDING, ASSIGNED, RUNNING ->
              throw new IllegalArgumentException(end + " is not an end");
        };
    tell(study, command, step);
  }

  void measured(String study, TaskId task, Measurement measurement, Step step) {
    world
        .findTrialOf(study, task.index())
        .ifPresent(
            trial ->
                tell(
                    study,
                    new StudyCommand.ReportMeasurement(
                        study, trial, measurement.step(), new TreeMap<>(measurement.metrics())),
                    step));
  }

  /** Somebody cancelled the study's job. */
  void jobCancelled(String study, String reason, Step step) {
    tell(study, new StudyCommand.StopStudy(study, reason), step);
  }

  private void tell(String study, StudyCommand command, Step step) {
    Optional<Study> known = world.findStudy(study);
    if (known.isPresent() && !known.get().isEnded()) {
      record(known.get().handle(command, step.nowMillis), step);
      suggest(study, step);
    }
  }

  /**
   * Ends studies whose time is over, and goes on with all others (after a restart there may be
   * something to do).
   */
  void tick(Step step) {
    for (Study study : List.copyOf(world.studies())) {
      if (study.isEnded()) {
        continue;
      }
      if (study.findDeadlineMillis().orElse(Long.MAX_VALUE) <= step.nowMillis) {
        record(
            study.handle(new StudyCommand.CheckDeadline(study.spec().name()), step.nowMillis),
            step);
      }
      suggest(study.spec().name(), step);
    }
  }

  /**
   * Asks for trials until there are none to be had now; each becomes a task. An ended study closes
   * its job.
   */
  private void suggest(String name, Step step) {
    Study study = world.findStudy(name).orElseThrow();
    Optional<JobId> job = world.findJobOf(name);
    if (job.isEmpty()) {
      return;
    }
    StudyReply reply = study.handle(new StudyCommand.SuggestTrial(name), step.nowMillis);
    while (!reply.events().isEmpty()) {
      record(reply, step);
      reply =
          study.isEnded()
              ? new StudyReply.Accepted(List.of())
              : study.handle(new StudyCommand.SuggestTrial(name), step.nowMillis);
    }
    if (study.isEnded()) {
      closeJob(job.get(), study, step);
    }
  }

  private void closeJob(JobId id, Study study, Step step) {
    Optional<JobView> job = world.core().findJob(id);
    if (job.isEmpty() || job.get().state().isEnd() || job.get().cancelRequested()) {
      return;
    }
    boolean left = job.get().waiting() + job.get().backingOff() + job.get().active() > 0;
    if (left) {
      String why = "study ended: " + study.findEnd().map(end -> end.reason().toString()).orElse("");
      step.execute(new Command.CancelJob(Principal.SYSTEM, id, why));
    } else if (job.get().open()) {
      step.execute(new Command.CloseJob(Principal.SYSTEM, id));
    }
  }

  private void record(StudyReply reply, Step step) {
    for (StudyEvent event : reply.events()) {
      int index = world.trialTasksOf(event.study());
      step.record(event);
      if (event instanceof StudyEvent.TrialSuggested suggested) {
        JobId job = world.findJobOf(event.study()).orElseThrow();
        List<String> params = List.of(suggested.candidate().json());
        step.execute(new Command.AddTasks(Principal.SYSTEM, job, index, params));
      }
    }
  }

  static Rejection noSuchStudy(String name) {
    return Rejection.notFound(
        "STUDY_NOT_FOUND",
        "there is no study '" + name + "'",
        "packtrain study list shows the studies");
  }

  private static Rejection rejection(List<SearchProblem> problems) {
    SearchProblem first = problems.getFirst();
    String all = problems.stream().map(SearchProblem::toString).collect(Collectors.joining("\n  "));
    return new Rejection(
        Kind.INVALID_ARGUMENT,
        first.code(),
        first.message(),
        problems.size() == 1 ? "it stands at " + first.field() : all,
        first.hint());
  }
}
