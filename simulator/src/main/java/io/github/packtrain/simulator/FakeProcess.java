package io.github.packtrain.simulator;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.LeasePolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What runs for an attempt: a process under the guard, or a handler inside the worker's JVM. */
final class FakeProcess {
  final AttemptId attempt;
  final JobSpec spec;
  final List<DeviceShare> devices;

  /** How it ends when nobody interferes. */
  final AttemptResult natural;

  /** Whether it is still running. */
  boolean live = true;

  boolean stopping;

  /** How it ended, once it has and somebody saw it. */
  @Nullable AttemptResult result;

  /** The process inside which it runs, for a handler. */
  @Nullable Life within;

  FakeProcess(AttemptId attempt, JobSpec spec, List<DeviceShare> devices, AttemptResult natural) {
    this.attempt = attempt;
    this.spec = spec;
    this.devices = devices;
    this.natural = natural;
  }

  boolean mayNotOutliveLease() {
    return spec.leasePolicy() == LeasePolicy.STOP;
  }

  /** Whether it gets on with its work; a handler in a frozen process does not. */
  boolean isRunning() {
    Life around = within;
    return live && (around == null || !around.isFrozen());
  }

  @Override
  public String toString() {
    return attempt + (live ? " live" : " ended") + (stopping ? " stopping" : "");
  }
}
