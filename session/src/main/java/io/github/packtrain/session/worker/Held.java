package io.github.packtrain.session.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GangMember;
import io.github.packtrain.model.JobSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An attempt that the worker has. */
final class Held {
  final AttemptId id;
  Phase phase;
  List<DeviceShare> devices;

  /** What to start, for one that has not been adopted from an earlier process. */
  @Nullable JobSpec spec;

  String params = "";

  /** Which member of a gang it is, or null. */
  @Nullable GangMember gang;

  /** The attempt whose place it takes; only while queued. */
  @Nullable AttemptId behind;

  /** Where the master has it, as of the last whole set. */
  @Nullable AttemptId behindAtMaster;

  /** Nobody wants its result any more: no report, only clean-up. */
  boolean unwanted;

  Held(AttemptId id, Phase phase, List<DeviceShare> devices) {
    this.id = id;
    this.phase = phase;
    this.devices = devices;
  }

  /** Where a held attempt is. */
  enum Phase {
    /** In the local queue, not started. */
    QUEUED,
    RUNNING,
    /** Over; its end is not yet acknowledged. */
    ENDED
  }
}
