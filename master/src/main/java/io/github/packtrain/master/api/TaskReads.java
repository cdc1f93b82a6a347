package io.github.packtrain.master.api;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.JobView;
import io.github.packtrain.core.TaskView;
import io.github.packtrain.journal.History;
import io.github.packtrain.journal.PastJob;
import io.github.packtrain.journal.PastTask;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.protocol.v1.GetTaskRequest;
import io.github.packtrain.protocol.v1.ListTasksRequest;
import io.github.packtrain.protocol.v1.ListTasksResponse;
import io.github.packtrain.protocol.v1.Task;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Reads tasks: as they stand, with their ended attempts from the history. */
record TaskReads(Backend backend) {
  /** A page of tasks may have to look at many that are not wanted; then it ends early. */
  private static final int TASKS_SEEN_MAX = 100_000;

  CompletableFuture<Task> find(GetTaskRequest request) {
    return backend
        .read((view, caller) -> liveTask(view, request, caller))
        .thenCompose(
            live ->
                backend.fromHistory(
                    history ->
                        live.task
                            .map(task -> PastViews.withPast(task, history.attempts(live.id)))
                            .orElseGet(() -> pastTask(history, live.id))));
  }

  CompletableFuture<ListTasksResponse> list(ListTasksRequest request) {
    int size = Pages.size(request.getPageSize());
    return backend
        .read((view, caller) -> livePage(view, request, caller, size))
        .thenCompose(
            page ->
                backend.fromHistory(
                    history ->
                        page.tasks
                            .map(tasks -> withPast(tasks, history))
                            .orElseGet(() -> pastPage(history, page.job, request, size))));
  }

  /** A task by its id, and as it stands if its job lives. */
  private record LiveTask(TaskId id, Optional<Task> task) {}

  private static LiveTask liveTask(View view, GetTaskRequest request, Principal caller) {
    TaskId id = Names.task(Names.job(view, request.getJob(), caller), request.getIndex());
    Optional<JobView> job = view.world().core().findJob(id.job());
    if (job.isEmpty()) {
      return new LiveTask(id, Optional.empty());
    }
    TaskView task =
        view.world()
            .core()
            .findTask(id)
            .orElseThrow(() -> Names.noSuchTask(id.job(), id.index(), job.get().count()));
    return new LiveTask(id, Optional.of(TaskViews.of(task, view)));
  }

  private static Task pastTask(History history, TaskId id) {
    PastJob job = history.findJob(id.job()).orElseThrow(() -> Names.noSuchJob(id.job()));
    List<PastTask> tasks = history.tasks(id.job(), id.index(), 1, Set.of());
    if (tasks.isEmpty()) {
      throw Names.noSuchTask(id.job(), id.index(), job.count());
    }
    return PastViews.of(tasks.getFirst(), history.attempts(id));
  }

  /** Tasks as they stand, if their job lives. */
  private record LivePage(JobId job, Optional<ListTasksResponse> tasks) {}

  private static LivePage livePage(
      View view, ListTasksRequest request, Principal caller, int size) {
    JobId id = Names.job(view, request.getJob(), caller);
    int from = fromIndex(id, request);
    return new LivePage(
        id, view.world().core().findJob(id).map(job -> page(view, job, request, from, size)));
  }

  private static int fromIndex(JobId job, ListTasksRequest request) {
    return Math.clamp(Pages.number(tasksOf(job), request.getPageToken(), 0), 0, Integer.MAX_VALUE);
  }

  private static String tasksOf(JobId job) {
    return "tasks of " + job;
  }

  private static ListTasksResponse page(
      View view, JobView job, ListTasksRequest request, int from, int size) {
    CoreState core = view.world().core();
    ListTasksResponse.Builder page = ListTasksResponse.newBuilder();
    int index = from;
    int seenMax = (int) Math.min(job.count(), (long) index + TASKS_SEEN_MAX);
    while (index < seenMax && page.getTasksCount() < size) {
      TaskView task = core.findTask(new TaskId(job.id(), index)).orElseThrow();
      if (request.getStatesCount() == 0
          || request.getStatesList().contains(TaskViews.state(task.state()))) {
        page.addTasks(TaskViews.of(task, view));
      }
      index++;
    }
    if (index < job.count()) {
      page.setNextPageToken(Pages.token(tasksOf(job.id()), Integer.toString(index)));
    }
    return page.build();
  }

  private static ListTasksResponse withPast(ListTasksResponse page, History history) {
    ListTasksResponse.Builder more = page.toBuilder();
    more.getTasksBuilderList()
        .forEach(
            task -> {
              Task known = task.build();
              TaskId id = TaskId.parse(known.getId());
              task.clear().mergeFrom(PastViews.withPast(known, history.attempts(id)));
            });
    return more.build();
  }

  private static ListTasksResponse pastPage(
      History history, JobId id, ListTasksRequest request, int size) {
    PastJob job = history.findJob(id).orElseThrow(() -> Names.noSuchJob(id));
    Set<TaskState> states =
        request.getStatesList().stream()
            .map(TaskViews::state)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    List<PastTask> tasks = history.tasks(id, fromIndex(id, request), size, states);
    ListTasksResponse.Builder page = ListTasksResponse.newBuilder();
    tasks.forEach(task -> page.addTasks(PastViews.of(task, history.attempts(task.id()))));
    if (tasks.size() == size && tasks.getLast().id().index() + 1 < job.count()) {
      int next = tasks.getLast().id().index() + 1;
      page.setNextPageToken(Pages.token(tasksOf(id), Integer.toString(next)));
    }
    return page.build();
  }
}
