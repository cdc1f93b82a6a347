package io.github.packtrain.journal;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.WorkerId;
import java.util.List;

/**
 * An ended attempt as the history has it.
 *
 * @param workerName as the worker called itself last; its id when that is unknown
 * @param devices shares that it was placed with, by position in the worker's list
 * @param startedAtMillis 0 if it never started
 */
public record PastAttempt(
    AttemptId id,
    WorkerId worker,
    String workerName,
    List<DeviceShare> devices,
    long placedAtMillis,
    long startedAtMillis,
    long endedAtMillis,
    AttemptResult result) {
  public PastAttempt {
    devices = List.copyOf(devices);
  }
}
