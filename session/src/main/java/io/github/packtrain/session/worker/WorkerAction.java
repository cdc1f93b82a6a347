package io.github.packtrain.session.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GangMember;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.protocol.v1.Error;
import io.github.packtrain.protocol.v1.LogRequest;
import io.github.packtrain.protocol.v1.WorkerMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the worker's shell does. */
public sealed interface WorkerAction {
  record Send(WorkerMessage message) implements WorkerAction {}

  /**
   * Start the attempt with these devices (positions in the worker's list).
   *
   * @param gang which member of a gang it is, or null; a command has it in its environment already
   */
  record Start(
      AttemptId attempt,
      JobSpec spec,
      String params,
      List<DeviceShare> devices,
      @Nullable GangMember gang)
      implements WorkerAction {
    public Start {
      devices = List.copyOf(devices);
    }

    /** Of no gang. */
    public Start(AttemptId attempt, JobSpec spec, String params, List<DeviceShare> devices) {
      this(attempt, spec, params, devices, null);
    }
  }

  /** End the running attempt; its end is to be reported with this outcome. */
  record Stop(AttemptId attempt, Outcome reason) implements WorkerAction {}

  /** The end of the attempt is recorded, or nobody wants it: its traces may go. */
  record Release(AttemptId attempt) implements WorkerAction {}

  /** Attempts that must not outlive the lease may run until this time (the session's clock). */
  record RenewLease(long untilMillis) implements WorkerAction {}

  record AnswerLog(LogRequest request) implements WorkerAction {}

  /** Close the stream and dial again, with back-off. */
  record Reconnect(String why) implements WorkerAction {}

  /** The master will not have this worker; trying again as it is would not help. */
  record GiveUp(Error why) implements WorkerAction {}
}
