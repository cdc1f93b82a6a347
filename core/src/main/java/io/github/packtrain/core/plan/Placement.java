package io.github.packtrain.core.plan;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.WorkerId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One more task of a class, on a worker.
 *
 * @param taskClass the class of {@link PlanView}
 * @param devices shares that it shall hold, in order of the device
 * @param behind the attempt after which it starts (local queue), or null when it starts at once
 * @param job whose task it must be, where that matters; null for the next in line, whoever it is
 */
public record Placement(
    int taskClass,
    WorkerId worker,
    List<DeviceShare> devices,
    @Nullable AttemptId behind,
    @Nullable JobId job) {
  public Placement {
    devices = List.copyOf(devices);
  }

  /** Of the next in line. */
  public Placement(
      int taskClass, WorkerId worker, List<DeviceShare> devices, @Nullable AttemptId behind) {
    this(taskClass, worker, devices, behind, null);
  }
}
