package io.github.packtrain.master.policy;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.policy.TaskToPlace;
import io.github.packtrain.model.policy.UserPolicy;
import io.github.packtrain.model.policy.WorkerFilter;
import io.github.packtrain.model.policy.WorkerNow;
import io.github.packtrain.model.policy.WorkerNow.FreeDevice;
import io.github.packtrain.model.policy.WorkerScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A user's filter, scorer or both as the planner knows placements. What it does not say is the
 * usual placement's: a filter's scores, and which devices of a worker.
 */
final class UserPlacement implements PlacementPolicy {
  private final @Nullable WorkerFilter filter;
  private final @Nullable WorkerScorer scorer;
  private final PlacementPolicy usual;

  UserPlacement(UserPolicy own, PlacementPolicy usual) {
    this.filter = own instanceof WorkerFilter found ? found : null;
    this.scorer = own instanceof WorkerScorer found ? found : null;
    this.usual = usual;
  }

  @Override
  public boolean allows(ClassKey task, Room room) {
    endIfLeft();
    return filter == null || filter.allows(of(task), of(room));
  }

  @Override
  public long score(ClassKey task, Room room) {
    endIfLeft();
    if (scorer == null) {
      return usual.score(task, room);
    }
    long score = scorer.score(of(task), of(room));
    return score == Long.MIN_VALUE ? Long.MAX_VALUE : -score;
  }

  /** Whoever waited for this plan has gone on without it. */
  private static void endIfLeft() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException();
    }
  }

  @Override
  public @Nullable List<DeviceShare> devices(ClassKey task, Room room) {
    return usual.devices(task, room);
  }

  @Override
  public void begin(PlanView view) {
    usual.begin(view);
  }

  @Override
  public void placed(ClassKey task, Room room) {
    usual.placed(task, room);
  }

  @Override
  public void withdrawn(ClassKey task, Room room) {
    usual.withdrawn(task, room);
  }

  @Override
  public long epoch() {
    return usual.epoch();
  }

  @Override
  public boolean readsLoad() {
    return usual.readsLoad();
  }

  private static TaskToPlace of(ClassKey task) {
    return new TaskToPlace(
        task.queue(), task.priority(), task.request(), task.gang(), task.profile());
  }

  private static WorkerNow of(Room room) {
    Free free = room.free();
    List<FreeDevice> devices = new ArrayList<>(free.devices());
    for (int i = 0; i < free.devices(); i++) {
      devices.add(new FreeDevice(free.milli(i), free.memoryBytes(i)));
    }
    return new WorkerNow(room.worker(), room.spec(), free.resources(), devices);
  }
}
