package io.github.packtrain.core;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.Topology.Level;
import java.util.BitSet;
import java.util.function.Supplier;

/**
 * Laws about one job: each of its tasks is in exactly one place, and the counters say how many are
 * where.
 */
final class JobLaws {
  private final JobRecord job;
  private final Findings findings;
  private int backingOff;
  private int active;
  private int running;

  JobLaws(JobRecord job, Findings findings) {
    this.job = job;
    this.findings = findings;
  }

  void check() {
    checkEnds();
    for (TaskRecord task : job.tasks()) {
      checkTask(task);
    }
    checkLine();
    equal("backing off", backingOff, job.course().backingOff);
    equal("active", active, job.course().active);
    equal("running", running, job.course().running);
    equal(
        "tasks",
        job.count,
        job.waiting + job.course().backingOff + job.course().active + job.endedCount());
    unless(
        job.params().isEmpty() || job.params().size() == job.count,
        () -> "has parameters for " + job.params().size() + " of " + job.count + " tasks");
    unless(
        job.spec.maxParallel() == 0 || job.course().active <= job.spec.maxParallel(),
        () ->
            "has " + job.course().active + " active tasks, its limit is " + job.spec.maxParallel());
    checkLife();
    checkGang();
    checkTopology();
  }

  /** Where a gang has to be on one host it is; racks and islands may be said anew meanwhile. */
  private void checkTopology() {
    if (!job.isGang() || !job.spec.request().topology().require().isWithin(Level.HOST)) {
      return;
    }
    WorkerRecord host = null;
    for (TaskRecord task : job.tasks()) {
      if (task.status instanceof AttemptRecord attempt && attempt.stopReason == null) {
        WorkerRecord first = host == null ? attempt.worker : host;
        unless(attempt.worker == first, () -> "task " + task.index + " is not with its gang");
        host = first;
      }
    }
  }

  /** Of a gang, all are active or those who are have been asked to stop. */
  private void checkGang() {
    int out = job.waiting + job.course().backingOff;
    if (!job.isGang() || out == 0) {
      return;
    }
    for (TaskRecord task : job.tasks()) {
      boolean runsAlone =
          task.status instanceof AttemptRecord attempt && attempt.stopReason == null;
      unless(!runsAlone, () -> "task " + task.index + " runs while " + out + " of its gang wait");
    }
    unless(
        job.eligibleTasks() == 0 || job.course().active == 0,
        () -> "could start while members of the gang are active");
  }

  private void checkEnds() {
    BitSet all = new BitSet();
    int sum = 0;
    for (TaskState end : StateImage.ENDS) {
      BitSet bits = job.endedIn(end);
      sum += bits.cardinality();
      all.or(bits);
    }
    equal("ended in one state only", all.cardinality(), sum);
    equal("ended", sum, job.endedCount());
    equal("completed", job.endedIn(TaskState.COMPLETED).cardinality(), job.course().completedCount);
    equal("failed", job.endedIn(TaskState.FAILED).cardinality(), job.course().failedCount);
    equal("cancelled", job.endedIn(TaskState.CANCELLED).cardinality(), job.course().cancelledCount);
    equal("timed out", job.endedIn(TaskState.TIMED_OUT).cardinality(), job.course().timedOutCount);
    unless(all.length() <= job.count, () -> "has an ended task " + (all.length() - 1));
  }

  private void checkTask(TaskRecord task) {
    String name = "task " + task.index;
    unless(task.index < job.next, () -> name + " has a record but was not given out yet");
    unless(!job.isEnded(task.index), () -> name + " ended and still has a record");
    unless(
        task.attempts <= job.course().numberMax,
        () -> name + " has a number beyond the job's highest");
    switch (task.status) {
      case TaskStatus.Waiting _ ->
          unless(job.isReturned(task.index), () -> name + " waits and is not in line");
      case TaskStatus.BackingOff _ -> {
        backingOff++;
        unless(!job.isReturned(task.index), () -> name + " backs off and is in line");
      }
      case AttemptRecord attempt -> {
        active++;
        running += attempt.startedAtMillis > 0 ? 1 : 0;
        unless(!job.isReturned(task.index), () -> name + " is active and in line");
        AttemptId expected = new AttemptId(new TaskId(job.id, task.index), task.attempts);
        unless(
            attempt.id.equals(expected),
            () -> name + " has attempt " + attempt.id + ", not " + expected);
        unless(
            attempt.worker.attempts.find(attempt.id) == attempt,
            () -> name + ": its attempt is not known on " + attempt.worker.id);
      }
    }
  }

  /** What is in line: those that came back, and the ones from {@code next} on. */
  private void checkLine() {
    int inLine = job.returned().size();
    for (int index = job.next; index < job.count; index++) {
      inLine += job.isEnded(index) ? 0 : 1;
    }
    int placed = 0;
    for (int index = 0; index < job.next; index++) {
      boolean inOnePlace = job.isEnded(index) || job.isReturned(index) || job.task(index) != null;
      placed += inOnePlace ? 1 : 0;
    }
    equal("tasks given out that are somewhere", placed, job.next);
    for (int index : job.returned()) {
      unless(
          index < job.next && !job.isEnded(index), () -> "task " + index + " is in line wrongly");
    }
    equal("waiting", inLine, job.waiting);
    equal("eligible, as counted by the class", job.eligibleTasks(), job.indexedEligible);
    int walked = 0;
    for (int index = job.firstWaiting();
        index >= 0 && walked <= job.count;
        index = job.waitingAfter(index)) {
      walked++;
    }
    equal("tasks walked in line", inLine, walked);
  }

  private void checkLife() {
    boolean nothingLeft = job.endedCount() == job.count;
    unless(!job.hasEnded() || nothingLeft, () -> "ended with tasks left");
    unless(!job.hasEnded() || !job.open, () -> "ended and is open");
    unless(
        job.hasEnded() || job.open || !nothingLeft,
        () -> "is closed, has nothing left and did not end");
    unless(
        !job.cancelled || (job.waiting == 0 && job.course().backingOff == 0 && !job.open),
        () -> "is cancelled and has tasks waiting");
    unless(
        job.course().numberBase <= job.course().numberMax,
        () -> "counts attempts from beyond its highest number");
  }

  private void equal(String what, int recounted, int recorded) {
    findings.equal(job.id + ": " + what, recounted, recorded);
  }

  private void unless(boolean holds, Supplier<String> sentence) {
    findings.unless(holds, () -> job.id + ": " + sentence.get());
  }
}
