package io.github.packtrain.master.api;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.JobView;
import io.github.packtrain.core.WorkerView;
import io.github.packtrain.core.explain.Eta;
import io.github.packtrain.core.explain.Explainer;
import io.github.packtrain.core.explain.Scene;
import io.github.packtrain.core.explain.WhatIf;
import io.github.packtrain.core.explain.WorkerExplainer;
import io.github.packtrain.core.explain.WorkerExplanation;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.policy.Policies;
import io.github.packtrain.core.policy.PolicyKind;
import io.github.packtrain.journal.PastJob;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.protocol.v1.Choice;
import io.github.packtrain.protocol.v1.ExplainJobRequest;
import io.github.packtrain.protocol.v1.Explanation;
import io.github.packtrain.protocol.v1.ReasonChange;
import io.github.packtrain.protocol.v1.WaitReason;
import io.github.packtrain.session.loop.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Explanations on the wire. */
record Explanations(Backend backend, ReasonLog log) {
  private static final double MILLI = 1_000;

  CompletableFuture<Explanation> find(ExplainJobRequest request) {
    return backend
        .read((view, caller) -> live(view, caller, request))
        .thenCompose(
            live ->
                live.explanation
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(
                        () ->
                            backend.fromHistory(
                                history ->
                                    history
                                        .findJob(live.job)
                                        .map(Explanations::ended)
                                        .orElseThrow(() -> Names.noSuchJob(live.job)))));
  }

  /** A job, and why it is where it is if it lives. */
  private record Live(JobId job, Optional<Explanation> explanation) {}

  private Live live(View view, Principal caller, ExplainJobRequest request) {
    JobId id = Names.job(view, request.getJob(), caller);
    Optional<JobView> job = view.world().core().findJob(id);
    return new Live(id, job.map(known -> explain(view, known, request)));
  }

  private Explanation explain(View view, JobView job, ExplainJobRequest request) {
    OptionalInt index =
        request.hasIndex() ? OptionalInt.of(indexOf(job, request)) : OptionalInt.empty();
    var explained = Explainer.explain(view.world().core(), scene(view), job.id(), index);
    Explanation.Builder wire =
        Explanation.newBuilder()
            .setJob(index.isPresent() ? job.id() + "/" + index.getAsInt() : job.id().toString())
            .setName(job.spec().name())
            .setVerdict(explained.verdict().name())
            .setSummary(explained.summary())
            .setAheadTotal(explained.aheadCount())
            .setWaitingTasks(explained.waiting())
            .addAllHints(explained.hints());
    explained.reasons().forEach(reason -> wire.addReasons(of(reason)));
    explained.ahead().forEach(ahead -> wire.addAhead(ahead.toString()));
    explained.whatIfs().forEach(whatIf -> wire.addWhatIf(of(whatIf)));
    Times.ifPassed(explained.promisedMillis(), wire::setPromisedStart);
    log.of(job).forEach(change -> wire.addHistory(of(change)));
    Eta eta = explained.eta();
    if (eta != null) {
      wire.setEta(of(eta));
    }
    Plan.Choice choice = explained.choice();
    if (choice != null) {
      wire.setChoice(of(choice, view.world().core()));
    }
    return wire.build();
  }

  static io.github.packtrain.protocol.v1.WorkerExplanation ofWorker(View view, String text) {
    WorkerView worker = Names.worker(view, text);
    WorkerExplanation explained =
        WorkerExplainer.explain(view.world().core(), reachable(view), worker.id());
    var wire =
        io.github.packtrain.protocol.v1.WorkerExplanation.newBuilder()
            .setWorker(worker.id().toString())
            .setName(worker.spec().name())
            .setVerdict(explained.verdict().name())
            .setSummary(explained.summary())
            .setOthers(explained.others());
    for (WorkerExplanation.Miss miss : explained.misses()) {
      wire.addWaitingBuilder()
          .setJob(miss.job().toString())
          .setTasks(miss.waiting())
          .addAllReasons(miss.reasons().stream().map(Explanations::of).toList());
    }
    return wire.build();
  }

  private Scene scene(View view) {
    return new Scene(
        view.presence().lastPlan(),
        reachable(view),
        placement(view.world().core()),
        view.choices()::find,
        System.currentTimeMillis());
  }

  /** The one in force; a user's own is not asked here, and the master's usual one stands in. */
  private PlacementChoice placement(CoreState core) {
    PlacementChoice usual = backend.shell().usualPlacement();
    return core.findPlacement()
        .filter(
            set ->
                Policies.BUILT_IN
                    .problemOf(PolicyKind.PLACEMENT, set.name(), set.options())
                    .isEmpty())
        .map(set -> new PlacementChoice(set.name(), set.options()))
        .orElse(usual);
  }

  private static io.github.packtrain.protocol.v1.Eta of(Eta eta) {
    return io.github.packtrain.protocol.v1.Eta.newBuilder()
        .setP50Millis(eta.p50Millis())
        .setP90Millis(eta.p90Millis())
        .setLater(eta.later())
        .setBasis(eta.basis().name())
        .setMessage(eta.sentence())
        .build();
  }

  private static Choice of(Plan.Choice choice, CoreState state) {
    List<Plan.Choice.Weighed> workers = new ArrayList<>(List.of(choice.chosen()));
    Optional.ofNullable(choice.next()).ifPresent(workers::add);
    Choice.Builder wire = Choice.newBuilder();
    for (Plan.Choice.Weighed weighed : workers) {
      String name = state.findWorker(weighed.worker()).map(w -> w.spec().name()).orElse("");
      wire.addWorkersBuilder()
          .setWorker(weighed.worker().toString())
          .setName(name)
          .setScore(weighed.score());
    }
    for (int i = 0; i < choice.terms().size(); i++) {
      Plan.Term term = choice.terms().get(i);
      Choice.Factor.Builder factor =
          wire.addFactorsBuilder().setName(term.name()).setWeight(term.weightMilli() / MILLI);
      for (Plan.Choice.Weighed weighed : workers) {
        factor.addValues(weighed.values().at(i) / MILLI);
      }
    }
    return wire.build();
  }

  private static Predicate<WorkerId> reachable(View view) {
    return worker -> {
      Presence.Sign sign = view.presence().workers().get(worker);
      return sign != null && sign.connected();
    };
  }

  private static int indexOf(JobView job, ExplainJobRequest request) {
    TaskId task = Names.task(job.id(), request.getIndex());
    if (task.index() >= job.count()) {
      throw Names.noSuchTask(job.id(), task.index(), job.count());
    }
    return task.index();
  }

  private static WaitReason of(Reason reason) {
    return WaitReason.newBuilder()
        .setCode(reason.code().name())
        .setMessage(Explainer.sentence(reason))
        .setWorkers(reason.workers())
        .setNeed(reason.need())
        .setBest(reason.best())
        .setBestWorker(reason.bestWorker())
        .build();
  }

  private static io.github.packtrain.protocol.v1.WhatIf of(WhatIf whatIf) {
    return io.github.packtrain.protocol.v1.WhatIf.newBuilder()
        .addAllWith(whatIf.with())
        .addAllWithout(whatIf.without())
        .setStartsNow(whatIf.now())
        .setWorkers(whatIf.workers())
        .setWorker(whatIf.worker())
        .setMessage(whatIf.sentence())
        .build();
  }

  private static ReasonChange of(ReasonLog.Change change) {
    ReasonChange.Builder wire = ReasonChange.newBuilder().setAt(Times.of(change.atMillis()));
    change.reasons().forEach(reason -> wire.addReasons(of(reason)));
    return wire.build();
  }

  private static Explanation ended(PastJob job) {
    return Explanation.newBuilder()
        .setJob(job.id().toString())
        .setName(job.spec().name())
        .setVerdict("ENDED")
        .setSummary("ended: " + job.state().name().toLowerCase(Locale.ROOT))
        .build();
  }
}
