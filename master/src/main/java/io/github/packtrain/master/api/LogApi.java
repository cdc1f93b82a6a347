package io.github.packtrain.master.api;

import io.github.packtrain.core.JobView;
import io.github.packtrain.core.TaskView;
import io.github.packtrain.journal.PastAttempt;
import io.github.packtrain.master.shell.LogStreams;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.protocol.v1.LogData;
import io.github.packtrain.protocol.v1.ReadLogRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The output of attempts: asked of their worker, or what is recorded when that has none. */
final class LogApi {
  private static final long OFFSET_DEFAULT = -64 * 1024;
  private static final long BEAT_SECONDS = 15;
  private final Backend backend;
  private final Set<LogRelay> following = ConcurrentHashMap.newKeySet();

  LogApi(Backend backend) {
    this.backend = backend;
    backend.shell().repeat(() -> following.removeIf(relay -> !relay.beat()), BEAT_SECONDS);
  }

  /** Where an attempt ran. */
  private record Place(AttemptId attempt, WorkerId worker) {}

  /** A task and, if it has one, its current attempt. */
  private record Named(TaskId task, Optional<Place> current) {}

  void read(ReadLogRequest request, StreamObserver<LogData> answer) {
    ServerCallStreamObserver<LogData> call = (ServerCallStreamObserver<LogData>) answer;
    AtomicReference<@Nullable LogRelay> relay = new AtomicReference<>();
    call.setOnCancelHandler(() -> Optional.ofNullable(relay.get()).ifPresent(LogRelay::cancel));
    call.setOnReadyHandler(() -> Optional.ofNullable(relay.get()).ifPresent(LogRelay::ready));
    CompletableFuture<Place> place =
        backend
            .read((view, caller) -> named(view, caller, request))
            .thenCompose(named -> place(named, request.getAttempt()));
    var _ =
        place.whenComplete(
            (found, failure) -> {
              if (failure != null) {
                call.onError(Unary.failure(failure));
                return;
              }
              LogRelay started = relay(request, found, call);
              relay.set(started);
              if (!call.isCancelled()) {
                if (request.getFollow()) {
                  following.add(started);
                }
                started.start();
              }
            });
  }

  private LogRelay relay(
      ReadLogRequest request, Place place, ServerCallStreamObserver<LogData> call) {
    LogStreams.Wanted wanted =
        new LogStreams.Wanted(
            place.worker,
            place.attempt,
            request.getStderr(),
            request.hasOffset() ? request.getOffset() : OFFSET_DEFAULT,
            LogRelay.PIECE_BYTES,
            request.getFollow());
    return new LogRelay(
        backend.shell().logs(), call, wanted, problem -> answerRecorded(place, problem, call));
  }

  private static Named named(View view, Principal caller, ReadLogRequest request) {
    JobId id = Names.job(view, request.getJob(), caller);
    TaskId task = Names.task(id, request.getIndex());
    Optional<JobView> job = view.world().core().findJob(id);
    if (job.isEmpty()) {
      return new Named(task, Optional.empty());
    }
    TaskView known =
        view.world()
            .core()
            .findTask(task)
            .orElseThrow(() -> Names.noSuchTask(id, task.index(), job.get().count()));
    return new Named(
        task, known.findAttempt().map(attempt -> new Place(attempt.id(), attempt.worker())));
  }

  private CompletableFuture<Place> place(Named named, int number) {
    if (named.current.isPresent()
        && (number == 0 || number == named.current.get().attempt().number())) {
      return CompletableFuture.completedFuture(named.current.get());
    }
    return backend.fromHistory(
        history -> {
          List<PastAttempt> attempts = history.attempts(named.task);
          return attempts.reversed().stream()
              .filter(attempt -> number == 0 || attempt.id().number() == number)
              .findFirst()
              .map(attempt -> new Place(attempt.id(), attempt.worker()))
              .orElseThrow(() -> noAttempt(named.task, number));
        });
  }

  /** The worker has nothing to give: what is recorded of the attempt's end stands for it. */
  private void answerRecorded(Place place, String problem, ServerCallStreamObserver<LogData> call) {
    var _ =
        backend
            .fromHistory(
                history ->
                    history.attempts(place.attempt.task()).stream()
                        .filter(attempt -> attempt.id().equals(place.attempt))
                        .findFirst()
                        .map(attempt -> recorded(attempt, problem))
                        .orElseThrow(() -> unavailable(problem)))
            .whenComplete(
                (data, failure) -> {
                  if (failure == null) {
                    call.onNext(data);
                    call.onCompleted();
                  } else {
                    call.onError(Unary.failure(failure));
                  }
                });
  }

  private static LogData recorded(PastAttempt attempt, String problem) {
    String message = attempt.result().message();
    String note =
        "there is no output of %s, which ran on %s: %s; it ended %s%s"
            .formatted(
                attempt.id(),
                attempt.workerName(),
                problem,
                attempt.result().outcome(),
                message.isEmpty() ? "" : ": " + message);
    return LogData.newBuilder().setNote(note).setAttempt(attempt.id().number()).build();
  }

  private static RuntimeException noAttempt(TaskId task, int number) {
    return number > 0
        ? Names.notFound(
            "ATTEMPT_NOT_FOUND",
            "task " + task + " has no attempt " + number,
            "packtrain task show " + task + " lists its attempts")
        : Unary.rejected(
            new Rejection(
                Kind.FAILED_PRECONDITION,
                "LOG_NOT_YET",
                "task " + task + " has not started",
                "it still waits, or was cancelled before it started",
                "packtrain explain " + task.job() + " says what it waits for"));
  }

  private static RuntimeException unavailable(String problem) {
    return Unary.rejected(
        new Rejection(
            Kind.UNAVAILABLE,
            "LOG_UNAVAILABLE",
            "the output cannot be read now",
            problem,
            "try again when the worker is back: packtrain worker list"));
  }
}
