package io.github.packtrain.master.api;

import io.github.packtrain.core.JobView;
import io.github.packtrain.journal.History;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobState;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.ListJobsRequest;
import io.github.packtrain.protocol.v1.ListJobsResponse;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Reads jobs: those that live, and those that only the history has. */
record JobReads(Backend backend) {
  private static final String JOBS = "jobs";

  CompletableFuture<ListJobsResponse> list(ListJobsRequest request) {
    int size = Pages.size(request.getPageSize());
    long before = Pages.number(JOBS, request.getPageToken(), Long.MAX_VALUE);
    return backend
        .read((view, _) -> liveJobs(view, request, before, size + 1))
        .thenCompose(
            live -> backend.fromHistory(history -> page(live, history, request, before, size)));
  }

  /** The job as it stands, or as history has it. */
  CompletableFuture<Job> find(JobId id) {
    return backend
        .readMore(
            view ->
                view.world()
                    .core()
                    .findJob(id)
                    .map(job -> JobViews.of(job, view.presence().lastPlan())))
        .thenCompose(
            live ->
                live.isPresent()
                    ? CompletableFuture.completedFuture(live.get())
                    : backend.fromHistory(
                        history ->
                            history
                                .findJob(id)
                                .map(PastViews::of)
                                .orElseThrow(() -> Names.noSuchJob(id))));
  }

  private static TreeMap<Long, Job> liveJobs(
      View view, ListJobsRequest request, long before, int limit) {
    TreeMap<Long, Job> live = new TreeMap<>(Comparator.reverseOrder());
    view.world()
        .core()
        .jobsBefore(before, limit, job -> isWanted(job, request))
        .forEach(job -> live.put(job.id().value(), JobViews.of(job, view.presence().lastPlan())));
    return live;
  }

  /** Those that live and those that are past, each once, newest first. */
  private static ListJobsResponse page(
      TreeMap<Long, Job> jobs, History history, ListJobsRequest request, long before, int size) {
    Set<JobState> states = JobViews.pastStates(request.getStatesList());
    if (!request.getActiveOnly() && !(request.getStatesCount() > 0 && states.isEmpty())) {
      history
          .jobsBefore(new JobId(before), size + 1, states, request.getOwner())
          .forEach(job -> jobs.putIfAbsent(job.id().value(), PastViews.of(job)));
    }
    ListJobsResponse.Builder page = ListJobsResponse.newBuilder();
    jobs.values().stream().limit(size).forEach(page::addJobs);
    if (jobs.size() > size) {
      long last = jobs.keySet().stream().skip(size - 1L).findFirst().orElseThrow();
      page.setNextPageToken(Pages.token(JOBS, Long.toString(last)));
    }
    return page.build();
  }

  private static boolean isWanted(JobView job, ListJobsRequest request) {
    return (request.getOwner().isEmpty() || job.owner().equals(request.getOwner()))
        && !(request.getActiveOnly() && job.state().isEnd())
        && (request.getStatesCount() == 0
            || request.getStatesList().contains(JobViews.state(job.state())));
  }
}
