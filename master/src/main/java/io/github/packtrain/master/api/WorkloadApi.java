package io.github.packtrain.master.api;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Decision;
import io.github.packtrain.master.call.Caller;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Rejection;
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
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Jobs and their tasks. */
final class WorkloadApi extends WorkloadServiceImplBase {
  private static final long WAIT_DEFAULT_MILLIS = 30_000;
  private static final long WAIT_MAX_MILLIS = 60_000;
  private static final int BATCH_MAX = 1_000;
  private final Backend backend;
  private final Submission submission;
  private final JobReads jobs;
  private final TaskReads tasks;
  private final LogApi logs;

  WorkloadApi(Backend backend, ServerStatus server) {
    this.backend = backend;
    this.submission = new Submission(backend, server.families());
    this.jobs = new JobReads(backend);
    this.tasks = new TaskReads(backend);
    this.logs = new LogApi(backend);
  }

  // ---- submitting

  @Override
  public void submitJob(SubmitJobRequest request, StreamObserver<SubmitJobResponse> answer) {
    Unary.answer(
        answer,
        () ->
            submission.of(List.of(request), request.getSerializedSize()).thenApply(List::getFirst));
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
          return submission
              .of(request.getJobsList(), request.getSerializedSize())
              .thenApply(accepted -> SubmitJobsResponse.newBuilder().addAllJobs(accepted).build());
        });
  }

  // ---- jobs

  @Override
  public void getJob(GetJobRequest request, StreamObserver<Job> answer) {
    Unary.answer(
        answer,
        () ->
            backend
                .read((view, caller) -> Names.job(view, request.getJob(), caller))
                .thenCompose(jobs::find));
  }

  @Override
  public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> answer) {
    Unary.answer(answer, () -> jobs.list(request));
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
                      backend.shell().replica().awaitEnd(id, wait).thenCompose(_ -> jobs.find(id)));
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
            new Command.CancelTask(caller, Names.task(id, request.getIndex()), request.getReason()),
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
    Unary.answer(answer, () -> tasks.find(request));
  }

  @Override
  public void listTasks(ListTasksRequest request, StreamObserver<ListTasksResponse> answer) {
    Unary.answer(answer, () -> tasks.list(request));
  }

  // ---- output

  @Override
  public void readLog(ReadLogRequest request, StreamObserver<LogData> answer) {
    logs.read(request, answer);
  }
}
