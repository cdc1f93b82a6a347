package io.github.packtrain.master.api;

import io.github.packtrain.core.JobView;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.JobId;
import io.github.packtrain.protocol.v1.Improvement;
import io.github.packtrain.protocol.v1.TrialCounts;
import io.github.packtrain.search.Objective;
import io.github.packtrain.search.Progress;
import io.github.packtrain.search.Study;
import io.github.packtrain.search.Trial;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.wire.StudyWire;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Studies and trials on the wire. */
final class StudyViews {
  private StudyViews() {}

  static io.github.packtrain.protocol.v1.Study of(Study study, View view, boolean fresh) {
    String name = study.spec().name();
    var wire =
        io.github.packtrain.protocol.v1.Study.newBuilder()
            .setSpec(StudyWire.toWire(study.spec()))
            .setState(state(study))
            .setTrials(counts(study.progress()))
            .setCreatedAt(Times.of(study.createdAtMillis()))
            .setFresh(fresh);
    Optional<JobId> job = view.world().findJobOf(name);
    job.ifPresent(id -> wire.setJob(id.toString()));
    job.flatMap(view.world().core()::findJob)
        .map(JobView::spec)
        .ifPresent(spec -> wire.setTrial(JobWire.toWire(spec)));
    study
        .findEnd()
        .ifPresent(
            end ->
                wire.setEndReason(end.reason().name())
                    .setEndDetail(end.detail())
                    .setEndedAt(Times.of(end.atMillis())));
    study.best(1).forEach(best -> wire.setBest(of(best, study, view)));
    study
        .improvements()
        .forEach(
            step ->
                wire.addImprovements(
                    Improvement.newBuilder().setTrial(step.trial()).setValue(step.value())));
    return wire.build();
  }

  static io.github.packtrain.protocol.v1.Trial of(Trial trial, Study study, View view) {
    var wire =
        io.github.packtrain.protocol.v1.Trial.newBuilder()
            .setNumber(trial.number())
            .setState(state(trial))
            .setOrigin(trial.origin().toString())
            .setSuggestedAt(Times.of(trial.suggestedAtMillis()));
    trial
        .candidate()
        .values()
        .forEach((name, value) -> wire.putParams(name, StudyWire.toWire(value)));
    view.world()
        .findTaskOf(study.spec().name(), trial.number())
        .ifPresent(task -> wire.setTask(task.toString()));
    trial.findLastMeasurement().ifPresent(last -> wire.setStep(last.step()));
    Map<String, Double> metrics = metrics(trial);
    wire.putAllMetrics(metrics);
    for (Objective objective : study.spec().objectives()) {
      Double value = metrics.get(objective.metric());
      if (value != null) {
        wire.putObjectives(objective.metric(), value);
      }
    }
    if (trial.state() instanceof Trial.State.Ended ended) {
      wire.setReason(ended.reason()).setEndedAt(Times.of(ended.atMillis()));
    }
    return wire.build();
  }

  /** Of a trial that runs: what it reported last. */
  private static Map<String, Double> metrics(Trial trial) {
    return switch (trial.state()) {
      case Trial.State.Ended ended -> ended.metrics();
      case Trial.State.Running _ ->
          trial
              .findLastMeasurement()
              .<Map<String, Double>>map(Trial.Measurement::metrics)
              .orElse(Map.of());
    };
  }

  private static String state(Trial trial) {
    return switch (trial.state()) {
      case Trial.State.Running _ -> "running";
      case Trial.State.Ended ended -> ended.outcome().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String state(Study study) {
    if (study.isEnded()) {
      return "ended";
    }
    return study.isPaused() ? "paused" : "running";
  }

  private static TrialCounts counts(Progress progress) {
    return TrialCounts.newBuilder()
        .setSuggested(progress.suggested())
        .setRunning(progress.running())
        .setCompleted(progress.completed())
        .setFailed(progress.failed())
        .setInfeasible(progress.infeasible())
        .setCancelled(progress.cancelled())
        .build();
  }
}
