package io.github.packtrain.master.api;

import io.github.packtrain.core.AttemptView;
import io.github.packtrain.core.TaskView;
import io.github.packtrain.core.WorkerView;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.protocol.v1.Attempt;
import io.github.packtrain.protocol.v1.Task;
import java.util.List;
import java.util.Optional;

/** Tasks and attempts on the wire. */
final class TaskViews {
  private TaskViews() {}

  static Task of(TaskView task, View view) {
    Task.Builder wire =
        Task.newBuilder()
            .setId(task.id().toString())
            .setJob(task.id().job().toString())
            .setIndex(task.id().index())
            .setState(state(task.state()))
            .setParams(task.params());
    Times.ifPassed(task.backoffUntilMillis(), wire::setBackoffUntil);
    task.findAttempt().ifPresent(attempt -> wire.addAttempts(current(attempt, task, view)));
    return wire.build();
  }

  static io.github.packtrain.protocol.v1.TaskState state(TaskState state) {
    return switch (state) {
      case PENDING -> io.github.packtrain.protocol.v1.TaskState.TASK_PENDING;
      case ASSIGNED -> io.github.packtrain.protocol.v1.TaskState.TASK_ASSIGNED;
      case RUNNING -> io.github.packtrain.protocol.v1.TaskState.TASK_RUNNING;
      case COMPLETED -> io.github.packtrain.protocol.v1.TaskState.TASK_COMPLETED;
      case FAILED -> io.github.packtrain.protocol.v1.TaskState.TASK_FAILED;
      case CANCELLED -> io.github.packtrain.protocol.v1.TaskState.TASK_CANCELLED;
      case TIMED_OUT -> io.github.packtrain.protocol.v1.TaskState.TASK_TIMED_OUT;
    };
  }

  static Optional<TaskState> state(io.github.packtrain.protocol.v1.TaskState wire) {
    return switch (wire) {
      case TASK_PENDING -> Optional.of(TaskState.PENDING);
      case TASK_ASSIGNED -> Optional.of(TaskState.ASSIGNED);
      case TASK_RUNNING -> Optional.of(TaskState.RUNNING);
      case TASK_COMPLETED -> Optional.of(TaskState.COMPLETED);
      case TASK_FAILED -> Optional.of(TaskState.FAILED);
      case TASK_CANCELLED -> Optional.of(TaskState.CANCELLED);
      case TASK_TIMED_OUT -> Optional.of(TaskState.TIMED_OUT);
      case TASK_STATE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static Attempt current(AttemptView attempt, TaskView task, View view) {
    Attempt.Builder wire =
        Attempt.newBuilder()
            .setId(attempt.id().toString())
            .setNumber(attempt.id().number())
            .setState(state(task.state()));
    Optional<WorkerView> worker = view.world().core().findWorker(attempt.worker());
    worker.ifPresent(
        known -> {
          wire.setWorker(known.spec().name());
          wire.addAllDevices(uuids(attempt.allocation().devices(), known.spec().devices()));
        });
    Times.ifPassed(attempt.placedAtMillis(), wire::setPlacedAt);
    Times.ifPassed(attempt.startedAtMillis(), wire::setStartedAt);
    return wire.build();
  }

  private static List<String> uuids(List<DeviceShare> shares, List<Device> devices) {
    return shares.stream()
        .filter(share -> share.device() < devices.size())
        .map(share -> devices.get(share.device()).uuid())
        .toList();
  }
}
