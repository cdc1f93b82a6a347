package io.github.packtrain.master.api;

import io.github.packtrain.core.JobView;
import io.github.packtrain.core.explain.Explainer;
import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.journal.PastJob;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.protocol.v1.ExplainJobRequest;
import io.github.packtrain.protocol.v1.Explanation;
import io.github.packtrain.protocol.v1.WaitReason;
import io.github.packtrain.session.loop.Presence;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Explanations on the wire. */
record Explanations(Backend backend) {

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

  private static Live live(View view, Principal caller, ExplainJobRequest request) {
    JobId id = Names.job(view, request.getJob(), caller);
    Optional<JobView> job = view.world().core().findJob(id);
    return new Live(id, job.map(known -> explain(view, known, request)));
  }

  private static Explanation explain(View view, JobView job, ExplainJobRequest request) {
    OptionalInt index =
        request.hasIndex() ? OptionalInt.of(indexOf(job, request)) : OptionalInt.empty();
    var explained =
        Explainer.explain(
            view.world().core(),
            view.presence().lastPlan(),
            worker -> {
              Presence.Sign sign = view.presence().workers().get(worker);
              return sign != null && sign.connected();
            },
            job.id(),
            index);
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
    return wire.build();
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

  private static Explanation ended(PastJob job) {
    return Explanation.newBuilder()
        .setJob(job.id().toString())
        .setName(job.spec().name())
        .setVerdict("ENDED")
        .setSummary("ended: " + job.state().name().toLowerCase(Locale.ROOT))
        .build();
  }
}
