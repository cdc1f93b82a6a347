package io.github.packtrain.master.api;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Decision;
import io.github.packtrain.core.JobView;
import io.github.packtrain.core.TaskView;
import io.github.packtrain.master.call.Caller;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.protocol.v1.CancelJobRequest;
import io.github.packtrain.protocol.v1.CancelTaskRequest;
import io.github.packtrain.protocol.v1.GetJobRequest;
import io.github.packtrain.protocol.v1.GetTaskRequest;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.ListJobsRequest;
import io.github.packtrain.protocol.v1.ListJobsResponse;
import io.github.packtrain.protocol.v1.ListTasksRequest;
import io.github.packtrain.protocol.v1.ListTasksResponse;
import io.github.packtrain.protocol.v1.LogData;
import io.github.packtrain.protocol.v1.ReadLogRequest;
import io.github.packtrain.protocol.v1.RetryJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobResponse;
import io.github.packtrain.protocol.v1.SubmitJobsRequest;
import io.github.packtrain.protocol.v1.SubmitJobsResponse;
import io.github.packtrain.protocol.v1.Task;
import io.github.packtrain.protocol.v1.TasksTouched;
import io.github.packtrain.protocol.v1.WaitJobRequest;
import io.github.packtrain.protocol.v1.WorkloadServiceGrpc.WorkloadServiceImplBase;
import io.github.packtrain.session.wire.JobWire;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Jobs and their tasks. */
final class WorkloadApi extends WorkloadServiceImplBase {
  private static final long WAIT_DEFAULT_MILLIS = 30_000;
  private static final long WAIT_MAX_MILLIS = 60_000;
  private static final int BATCH_MAX = 1_000;
  private static final String JOBS = "jobs";

  /** A page of tasks may have to look at many that are not wanted; then it ends early. */
  private static final int TASKS_SEEN_MAX = 100_000;

  private final Backend backend;
  private final LogApi logs;

  WorkloadApi(Backend backend) {
    this.backend = backend;
    this.logs = new LogApi(backend);
  }

  // ---- submitting

  @Override
  public void submitJob(SubmitJobRequest request, StreamObserver<SubmitJobResponse> answer) {
    Unary.answer(
        answer,
        () -> submit(List.of(request), request.getSerializedSize()).thenApply(List::getFirst));
  }

  @Override
  public void submitJobs(SubmitJobsRequest request, StreamObserver<SubmitJobsResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          if (request.getJobsCount() == 0 || request.getJobsCount() > BATCH_MAX) {
            throw Unary.rejected(
                Rejection.invalid(
                    "BATCH_SIZE",
                    "a batch of " + request.getJobsCount() + " jobs cannot be submitted",
                    "submit 1 to " + BATCH_MAX + " jobs at once"));
          }
          return submit(request.getJobsList(), request.getSerializedSize())
              .thenApply(jobs -> SubmitJobsResponse.newBuilder().addAllJobs(jobs).build());
        });
  }

  private CompletableFuture<List<SubmitJobResponse>> submit(
      List<SubmitJobRequest> requests, int bytes) {
    List<Command> commands = new ArrayList<>();
    for (SubmitJobRequest request : requests) {
      commands.add(command(request, Caller.current()));
    }
    return backend
        .execute(commands, bytes)
        .thenCompose(replies -> backend.readMore(view -> accepted(view, replies)));
  }

  private static Command command(SubmitJobRequest request, Principal caller) {
    JobSpec spec = JobWire.toModel(request.getSpec());
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

  // ---- jobs

  @Override
  public void getJob(GetJobRequest request, StreamObserver<Job> answer) {
    Unary.answer(
        answer,
        () -> backend.read((view, caller) -> job(view, Names.job(view, request.getJob(), caller))));
  }

  private static Job job(View view, JobId id) {
    return view.world()
        .core()
        .findJob(id)
        .map(job -> JobViews.of(job, view.presence().lastPlan()))
        .orElseThrow(() -> Names.noSuchJob(id));
  }

  @Override
  public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          int size = Pages.size(request.getPageSize());
          long before = Pages.number(JOBS, request.getPageToken(), Long.MAX_VALUE);
          return backend.read((view, _) -> page(view, request, before, size));
        });
  }

  private static ListJobsResponse page(View view, ListJobsRequest request, long before, int size) {
    List<JobView> jobs =
        view.world().core().jobsBefore(before, size + 1, job -> isWanted(job, request));
    ListJobsResponse.Builder page = ListJobsResponse.newBuilder();
    jobs.stream()
        .limit(size)
        .forEach(job -> page.addJobs(JobViews.of(job, view.presence().lastPlan())));
    if (jobs.size() > size) {
      page.setNextPageToken(Pages.token(JOBS, Long.toString(jobs.get(size - 1).id().value())));
    }
    return page.build();
  }

  private static boolean isWanted(JobView job, ListJobsRequest request) {
    return (request.getOwner().isEmpty() || job.owner().equals(request.getOwner()))
        && !(request.getActiveOnly() && job.state().isEnd())
        && (request.getStatesCount() == 0
            || request.getStatesList().contains(JobViews.state(job.state())));
  }

  @Override
  public void waitJob(WaitJobRequest request, StreamObserver<Job> answer) {
    Unary.answer(
        answer,
        () -> {
          long asked = request.getWaitMillis();
          long wait = asked == 0 ? WAIT_DEFAULT_MILLIS : Math.clamp(asked, 1, WAIT_MAX_MILLIS);
          return backend
              .read((view, caller) -> Names.job(view, request.getJob(), caller))
              .thenCompose(
                  id ->
                      backend
                          .shell()
                          .replica()
                          .awaitEnd(id, wait)
                          .thenCompose(_ -> backend.readMore(view -> job(view, id))));
        });
  }

  @Override
  public void cancelJob(CancelJobRequest request, StreamObserver<TasksTouched> answer) {
    touch(
        request.getJob(),
        (id, caller) -> new Command.CancelJob(caller, id, request.getReason()),
        answer);
  }

  @Override
  public void cancelTask(CancelTaskRequest request, StreamObserver<TasksTouched> answer) {
    touch(
        request.getJob(),
        (id, caller) ->
            new Command.CancelTask(caller, task(id, request.getIndex()), request.getReason()),
        answer);
  }

  @Override
  public void retryJob(RetryJobRequest request, StreamObserver<TasksTouched> answer) {
    List<TaskState> asked =
        request.getStatesList().stream().map(TaskViews::state).flatMap(Optional::stream).toList();
    List<TaskState> states =
        asked.isEmpty() ? List.of(TaskState.FAILED, TaskState.TIMED_OUT) : asked;
    touch(request.getJob(), (id, caller) -> new Command.RetryJob(caller, id, states), answer);
  }

  private void touch(
      String job,
      BiFunction<JobId, Principal, Command> command,
      StreamObserver<TasksTouched> answer) {
    Principal caller = Caller.current();
    Unary.answer(
        answer,
        () ->
            backend
                .read(
                    (view, _) -> {
                      JobId id = Names.job(view, job, caller);
                      view.world()
                          .core()
                          .findJob(id)
                          .ifPresent(known -> Names.mayChange(caller, known.owner(), "job " + id));
                      return id;
                    })
                .thenCompose(id -> backend.execute(command.apply(id, caller), 0))
                .thenApply(WorkloadApi::touched));
  }

  private static TasksTouched touched(Decision.Reply reply) {
    int count = reply instanceof Decision.Reply.TasksTouched(int touchedCount) ? touchedCount : 0;
    return TasksTouched.newBuilder().setCount(count).build();
  }

  // ---- tasks

  @Override
  public void getTask(GetTaskRequest request, StreamObserver<Task> answer) {
    Unary.answer(
        answer,
        () ->
            backend.read(
                (view, caller) -> {
                  JobId id = Names.job(view, request.getJob(), caller);
                  JobView job = find(view, id);
                  return view.world()
                      .core()
                      .findTask(task(id, request.getIndex()))
                      .map(task -> TaskViews.of(task, view))
                      .orElseThrow(() -> Names.noSuchTask(id, request.getIndex(), job.count()));
                }));
  }

  static JobView find(View view, JobId id) {
    return view.world().core().findJob(id).orElseThrow(() -> Names.noSuchJob(id));
  }

  static TaskId task(JobId job, int index) {
    if (index < 0) {
      throw Unary.rejected(
          Rejection.invalid(
              "TASK_INDEX", "there is no task with the index " + index, "they count from 0"));
    }
    return new TaskId(job, index);
  }

  @Override
  public void listTasks(ListTasksRequest request, StreamObserver<ListTasksResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          int size = Pages.size(request.getPageSize());
          return backend.read(
              (view, caller) -> {
                JobId id = Names.job(view, request.getJob(), caller);
                String list = "tasks of " + id;
                int from = (int) Pages.number(list, request.getPageToken(), 0);
                return page(view, find(view, id), request, list, from, size);
              });
        });
  }

  private static ListTasksResponse page(
      View view, JobView job, ListTasksRequest request, String list, int from, int size) {
    CoreState core = view.world().core();
    ListTasksResponse.Builder page = ListTasksResponse.newBuilder();
    int index = Math.max(0, from);
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
      page.setNextPageToken(Pages.token(list, Integer.toString(index)));
    }
    return page.build();
  }

  // ---- output

  @Override
  public void readLog(ReadLogRequest request, StreamObserver<LogData> answer) {
    logs.read(request, answer);
  }
}
