package io.github.packtrain.master.api;

import io.github.packtrain.core.AttemptView;
import io.github.packtrain.core.JobView;
import io.github.packtrain.core.TaskView;
import io.github.packtrain.master.shell.LogStreams;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.protocol.v1.LogData;
import io.github.packtrain.protocol.v1.ReadLogRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** The output of attempts: asked of their worker, or what history keeps when that is gone. */
final class LogApi {
  private static final long OFFSET_DEFAULT = -64 * 1024;
  private final Backend backend;

  LogApi(Backend backend) {
    this.backend = backend;
  }

  /** Where an attempt ran. */
  private record Place(AttemptId attempt, WorkerId worker) {}

  void read(ReadLogRequest request, StreamObserver<LogData> answer) {
    ServerCallStreamObserver<LogData> call = (ServerCallStreamObserver<LogData>) answer;
    LogRelay relay = new LogRelay(backend.shell().logs(), call);
    try {
      backend
          .read((view, caller) -> find(view, caller, request))
          .whenComplete(
              (place, failure) -> {
                if (failure == null) {
                  relay.start(wanted(request, place));
                } else {
                  call.onError(Unary.failure(failure));
                }
              });
    } catch (RuntimeException e) {
      call.onError(Unary.failure(e));
    }
  }

  private static LogStreams.Wanted wanted(ReadLogRequest request, Place place) {
    return new LogStreams.Wanted(
        place.worker,
        place.attempt,
        request.getStderr(),
        request.hasOffset() ? request.getOffset() : OFFSET_DEFAULT,
        LogRelay.PIECE_BYTES,
        request.getFollow());
  }

  private static Place find(View view, Principal caller, ReadLogRequest request) {
    JobId id = Names.job(view, request.getJob(), caller);
    JobView job = WorkloadApi.find(view, id);
    TaskView task =
        view.world()
            .core()
            .findTask(WorkloadApi.task(id, request.getIndex()))
            .orElseThrow(() -> Names.noSuchTask(id, request.getIndex(), job.count()));
    Optional<AttemptView> current = task.findAttempt();
    if (current.isPresent()
        && (request.getAttempt() == 0 || request.getAttempt() == current.get().id().number())) {
      return new Place(current.get().id(), current.get().worker());
    }
    throw Names.notFound(
        "LOG_NOT_FOUND",
        "task " + task.id() + " has no such attempt",
        "packtrain task show " + task.id() + " lists its attempts");
  }
}
