package io.github.packtrain.core;

import io.github.packtrain.core.plan.Free;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Laws about one worker: what is free and what its attempts hold make up the machine, and its local
 * queues are chains from an attempt that holds to the last one that waits.
 */
final class WorkerLaws {
  private final CoreState state;
  private final WorkerRecord worker;
  private final Findings findings;

  WorkerLaws(CoreState state, WorkerRecord worker, Findings findings) {
    this.state = state;
    this.worker = worker;
    this.findings = findings;
  }

  void check() {
    unless(!worker.lost || worker.attempts.isEmpty(), () -> "is lost and holds attempts");
    checkCapacity();
    for (AttemptRecord attempt : worker.attempts.sorted()) {
      unless(state.attempt(attempt.id) == attempt, () -> attempt.id + " is not its task's attempt");
      unless(
          attempt.worker == worker, () -> attempt.id + " believes to be on " + attempt.worker.id);
      checkAllocation(attempt);
      checkChain(attempt);
    }
  }

  private void checkCapacity() {
    Free rest = Free.allOf(worker.spec);
    boolean fits = true;
    int devices = worker.spec.devices().size();
    int[] milli = new int[devices];
    for (AttemptRecord attempt : worker.attempts.sorted()) {
      fits &= rest.covers(attempt.allocation);
      rest = rest.takeUpTo(attempt.allocation);
      for (DeviceShare share : attempt.allocation.devices()) {
        milli[share.device()] += share.milli();
      }
    }
    findings.unless(
        Arrays.stream(milli).allMatch(held -> held <= GpuRequest.WHOLE),
        () -> worker.id + ": devices are held to thousandths " + Arrays.toString(milli));
    if (!worker.overcommitted) {
      findings.unless(
          fits,
          () ->
              worker.id
                  + ": more is promised than it has: "
                  + worker.attempts.sorted().stream().map(at -> at.id).toList());
    }
    findings.same(worker.id + ": free", rest, worker.free);
  }

  private void checkAllocation(AttemptRecord attempt) {
    Allocation allocation = attempt.allocation;
    if (attempt.behind != null) {
      unless(
          allocation.equals(Allocation.NOTHING), () -> attempt.id + " waits in a queue and holds");
      return;
    }
    unless(
        allocation.resources().equals(attempt.job.spec.request().resources())
            && allocation.devices().size() == attempt.job.spec.request().gpu().count(),
        () -> attempt.id + " does not hold what it asked for");
    int before = -1;
    for (DeviceShare share : allocation.devices()) {
      unless(share.device() > before, () -> attempt.id + " holds a device twice");
      unless(
          share.milli() == attempt.job.spec.request().gpu().milli(),
          () -> attempt.id + " holds " + share.milli() + " thousandths of a device");
      before = share.device();
    }
  }

  private void checkChain(AttemptRecord attempt) {
    AttemptId behind = attempt.behind;
    if (behind != null) {
      AttemptRecord ahead = worker.attempts.find(behind);
      unless(
          ahead != null
              && attempt.id.equals(ahead.follower)
              && ahead.job.taskClass == attempt.job.taskClass,
          () ->
              attempt.id
                  + " is not the follower of "
                  + behind
                  + " on this worker and in this class");
    }
    AttemptId follower = attempt.follower;
    if (follower != null) {
      AttemptRecord next = worker.attempts.find(follower);
      unless(
          next != null && attempt.id.equals(next.behind),
          () -> attempt.id + " has a follower " + follower + " that does not wait behind it");
    }
    int depth = depthOf(attempt);
    unless(depth <= worker.attempts.size(), () -> attempt.id + " waits in a circle");
    unless(
        depth == attempt.depth && depth <= LocalQueues.DEPTH_MAX,
        () -> attempt.id + " is " + depth + " deep in its queue, not " + attempt.depth);
  }

  private int depthOf(AttemptRecord attempt) {
    int steps = 0;
    AttemptRecord at = attempt;
    while (at != null && at.behind != null && steps <= worker.attempts.size()) {
      at = worker.attempts.find(at.behind);
      steps++;
    }
    return steps;
  }

  private void unless(boolean holds, Supplier<String> sentence) {
    findings.unless(holds, () -> worker.id + ": " + sentence.get());
  }
}
