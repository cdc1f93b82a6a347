package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Lore;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Room;

/**
 * The worker with the least load, where
 *
 * <pre>
 *   load = running × (share in use) + queued × (queued per device) + failures × (failures of late)
 * </pre>
 *
 * <p>The share in use is that of devices for tasks that ask for some, else that of CPU; queued
 * attempts count per device, or per machine where there is none. Failures fade with time ({@link
 * Lore#failuresMilli}), so a worker that broke once is not shunned for ever. Equal loads go to the
 * worker with least of its CPU in use.
 */
final class LoadBalancing implements PlacementPolicy {
  private final long runningMilli;
  private final long queuedMilli;
  private final long failuresMilli;
  private Lore lore = Lore.NONE;
  private long epoch;

  LoadBalancing(Options options) {
    this.runningMilli = options.weightMilli("running", "1");
    this.queuedMilli = options.weightMilli("queued", "1");
    this.failuresMilli = options.weightMilli("failures", "0.1");
  }

  @Override
  public void begin(PlanView view) {
    if (view.lore() != lore) {
      lore = view.lore();
      epoch++;
    }
  }

  @Override
  public long epoch() {
    return failuresMilli == 0 ? 0 : epoch;
  }

  @Override
  public boolean readsLoad() {
    return true;
  }

  @Override
  public long score(ClassKey task, Room room) {
    long running = task.request().gpu().isNone() ? Shares.cpuUsed(room) : Shares.gpuUsed(room);
    int devices = Math.max(1, room.spec().devices().size());
    long queued = (long) room.load().queued() * Shares.ALL / devices;
    long failures = failuresMilli == 0 ? 0 : lore.failuresMilli(room.worker());
    long load = runningMilli * running + queuedMilli * queued + failuresMilli * failures;
    return load * (Shares.ALL + 1) + Shares.cpuUsed(room);
  }
}
