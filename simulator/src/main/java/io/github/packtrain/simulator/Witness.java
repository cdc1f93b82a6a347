package io.github.packtrain.simulator;

import io.github.packtrain.core.Event;
import io.github.packtrain.core.Laws;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.protocol.v1.Error;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.Report;
import io.github.packtrain.protocol.v1.Reports;
import io.github.packtrain.search.StudyEvent;
import io.github.packtrain.session.loop.Effect;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Stands outside: knows which processes really run, what they produced, what is durable and what
 * anybody was told, and asks none of the parts it watches.
 *
 * <p>Its laws: an attempt is executed at most once; two processes of one task that must not outlive
 * their lease never run at once; of a task's attempts only the present one's end is recorded, once,
 * and equal to what that attempt produced; what a guard keeps is not given up; an attempt that was
 * given back never ran; nothing runs on a machine that it has no room for; nothing is visible that
 * is not durable; what was acknowledged stays.
 */
final class Witness {
  private final Ground ground;
  private final Hash hash = new Hash();

  // what really happens
  private final TreeSet<AttemptId> executed = new TreeSet<>();
  private final TreeMap<TaskId, List<Running>> running = new TreeMap<>();
  private final TreeMap<AttemptId, List<AttemptResult>> produced = new TreeMap<>();

  private final TreeSet<AttemptId> kept = new TreeSet<>();

  // what is durable
  private final TreeMap<TaskId, AttemptId> current = new TreeMap<>();
  private final TreeSet<AttemptId> placed = new TreeSet<>();
  private final TreeSet<AttemptId> over = new TreeSet<>();
  private final TreeSet<AttemptId> withdrawn = new TreeSet<>();
  private final TreeSet<TaskId> taskEnds = new TreeSet<>();
  private final TreeSet<JobId> jobs = new TreeSet<>();
  private final TreeSet<String> studies = new TreeSet<>();
  private final TreeMap<String, JobId> submissions = new TreeMap<>();
  private int durableFacts;

  private record Running(String machine, FakeProcess process) {}

  Witness(Ground ground) {
    this.ground = ground;
  }

  long hash() {
    return hash.value();
  }

  int durableFacts() {
    return durableFacts;
  }

  // ---- processes

  void started(WorkerSpec spec, FakeProcess process) {
    String machine = spec.name();
    AttemptId attempt = process.attempt;
    ground.trace().note(machine, "PROCESS", attempt + " runs");
    if (!executed.add(attempt)) {
      throw new BrokenLaw("attempt " + attempt + " is executed twice");
    }
    if (withdrawn.contains(attempt)) {
      throw new BrokenLaw("attempt " + attempt + " runs although it was given back");
    }
    if (!placed.contains(attempt)) {
      throw new BrokenLaw("attempt " + attempt + " runs although its placement is not durable");
    }
    List<Running> others = running.computeIfAbsent(attempt.task(), _ -> new ArrayList<>());
    for (Running other : others) {
      if (process.mayNotOutliveLease() && other.process.isRunning()) {
        throw new BrokenLaw(
            "two attempts of an exclusive task run at once: "
                + attempt
                + " on "
                + machine
                + " and "
                + other.process.attempt
                + " on "
                + other.machine);
      }
    }
    others.add(new Running(machine, process));
    checkRoom(spec, process);
  }

  /** What runs on a machine fits it, device by device. */
  private void checkRoom(WorkerSpec spec, FakeProcess process) {
    int wanted = process.spec.request().gpu().count();
    if (process.devices.size() != wanted) {
      throw new BrokenLaw(
          process.attempt + " asked for " + wanted + " devices and runs with " + process.devices);
    }
    int cpu = spec.allocatable().cpuMilli();
    int[] milli = new int[spec.devices().size()];
    List<AttemptId> here = new ArrayList<>();
    for (List<Running> of : running.values()) {
      for (Running one : of) {
        if (one.machine.equals(spec.name())) {
          here.add(one.process.attempt);
          cpu -= one.process.spec.request().resources().cpuMilli();
          one.process.devices.forEach(share -> milli[share.device()] += share.milli());
        }
      }
    }
    if (cpu < 0 || Arrays.stream(milli).anyMatch(used -> used > GpuRequest.WHOLE)) {
      throw new BrokenLaw(
          "more runs on "
              + spec.name()
              + " than it has: "
              + here
              + ", devices "
              + Arrays.toString(milli)
              + ", CPU left "
              + cpu);
    }
  }

  void ended(FakeProcess process) {
    ground.trace().note("", "PROCESS", process.attempt + " is over");
    List<Running> left = running.get(process.attempt.task());
    if (left != null) {
      left.removeIf(one -> one.process == process);
      if (left.isEmpty()) {
        running.remove(process.attempt.task());
      }
    }
  }

  void produced(AttemptId attempt, AttemptResult result) {
    produced.computeIfAbsent(attempt, _ -> new ArrayList<>()).add(result);
  }

  /** The attempt's guard has it on disk, and keeps it until its end is acknowledged. */
  void kept(AttemptId attempt) {
    kept.add(attempt);
  }

  void gaveUp(String machine, Error why) {
    holds("a worker", List.of(machine + " was refused for good: " + why));
  }

  // ---- durable facts

  void recorded(List<Fact> facts) {
    for (Fact fact : facts) {
      durableFacts++;
      hash.add(fact.toString());
      switch (fact) {
        case Event.JobAdmitted e -> jobs.add(e.job());
        case Event.TasksRetried e -> retried(e);
        case Event.AttemptPlaced e -> placed(e.attempt());
        case Event.AttemptEnded e -> attemptEnded(e);
        case Event.AttemptWithdrawn e -> attemptWithdrawn(e);
        case Event.TaskCancelled e -> taskEnds(e.task());
        case StudyEvent.StudyCreated e -> studies.add(e.study());
        default -> {}
      }
    }
  }

  private void retried(Event.TasksRetried e) {
    taskEnds.removeIf(task -> task.job().equals(e.job()));
  }

  private void placed(AttemptId attempt) {
    AttemptId before = current.put(attempt.task(), attempt);
    if (before != null) {
      throw new BrokenLaw("attempt " + attempt + " is placed while " + before + " is not over");
    }
    if (!placed.add(attempt)) {
      throw new BrokenLaw("attempt " + attempt + " is placed twice");
    }
  }

  private void attemptEnded(Event.AttemptEnded e) {
    leave(e.attempt(), "end");
    boolean ofMaster = e.result().outcome() == Outcome.LOST && e.result().runMillis() == 0;
    if (!ofMaster && !produced.getOrDefault(e.attempt(), List.of()).contains(e.result())) {
      throw new BrokenLaw(
          "the recorded result of " + e.attempt() + " is not what it produced: " + e.result());
    }
    if (e.result().message().contains("is gone") && kept.contains(e.attempt())) {
      throw new BrokenLaw(e.attempt() + " is recorded as gone, but its guard has it");
    }
    if (e.next() instanceof Event.Next.End) {
      taskEnds(e.attempt().task());
    }
  }

  private void attemptWithdrawn(Event.AttemptWithdrawn e) {
    leave(e.attempt(), "return");
    withdrawn.add(e.attempt());
    if (executed.contains(e.attempt())) {
      throw new BrokenLaw("attempt " + e.attempt() + " is given back although it ran");
    }
    if (e.next() instanceof Event.Next.End) {
      taskEnds(e.attempt().task());
    }
  }

  private void leave(AttemptId attempt, String how) {
    if (!Objects.equals(current.remove(attempt.task()), attempt)) {
      throw new BrokenLaw("the " + how + " of " + attempt + " is recorded, but it is not current");
    }
    over.add(attempt);
  }

  private void taskEnds(TaskId task) {
    if (!taskEnds.add(task)) {
      throw new BrokenLaw("task " + task + " ends twice");
    }
  }

  // ---- what others get to know

  void visible(Effect effect) {
    switch (effect) {
      case Effect.Reply reply -> hash.add(reply.toString());
      case Effect.Send send -> {
        hash.add(send.connection());
        hash.add(send.message().toByteArray());
      }
      case Effect.Close close -> hash.add(close.toString());
      case Effect.LogData log -> hash.add(log.chunk().toByteArray());
    }
  }

  /** A message goes out on a worker's stream. */
  void sent(long connection, MasterMessage message) {
    for (var start : message.getAssignments().getStartList()) {
      AttemptId attempt = JobWire.toModel(start.getAttempt());
      if (!placed.contains(attempt)) {
        throw new BrokenLaw("attempt " + attempt + " is dispatched before it is durable");
      }
    }
  }

  /** A worker takes an acknowledgement of these reports. */
  void acknowledged(String machine, Reports reports) {
    for (Report report : reports.getReportsList()) {
      AttemptId attempt = JobWire.toModel(report.getAttempt());
      if ((report.hasEnded() || report.hasWithdrawn())
          && attempt.equals(current.get(attempt.task()))) {
        throw new BrokenLaw(
            "the end of " + attempt + " was acknowledged to " + machine + " but is not durable");
      }
    }
  }

  void jobAcknowledged(Wishes.Wish wish, JobId job, int count) {
    if (!jobs.contains(job)) {
      throw new BrokenLaw("job " + job + " was acknowledged but is not durable");
    }
    if (wish instanceof Wishes.Wish.Submit submit) {
      JobId before = submissions.putIfAbsent(submit.id(), job);
      if (before != null && !before.equals(job)) {
        throw new BrokenLaw(
            "submission " + submit.id() + " was acknowledged as " + before + " and as " + job);
      }
      if (!submit.open() && submit.count() != count) {
        throw new BrokenLaw("submission " + submit.id() + " was acknowledged with " + count);
      }
    }
  }

  void studyAcknowledged(String study) {
    if (!studies.contains(study)) {
      throw new BrokenLaw("study " + study + " was acknowledged but is not durable");
    }
  }

  // ---- the truth against itself

  /** The loop has decided something. */
  void decided(World world) {
    holds("after a step", Laws.violations(world.core()));
  }

  /** Every class that was passed over has a reason. */
  void planned(PlanView view, Plan plan) {
    holds("after planning", Laws.planViolations(view, plan));
  }

  /** A process has started from snapshot and journal. */
  void recovered(World world, World replica) {
    same("restart", world, replica);
    holds("after a restart", Laws.violations(world.core()));
  }

  static void same(String what, World one, World other) {
    List<Fact> here = one.snapshot();
    List<Fact> there = other.snapshot();
    if (!here.equals(there)) {
      for (int i = 0; i < Math.max(here.size(), there.size()); i++) {
        String a = i < here.size() ? here.get(i).toString() : "nothing";
        String b = i < there.size() ? there.get(i).toString() : "nothing";
        if (!a.equals(b)) {
          throw new BrokenLaw(what + " gives another state:\n  " + a + "\n  " + b);
        }
      }
    }
  }

  private static void holds(String when, List<String> violations) {
    if (!violations.isEmpty()) {
      throw new BrokenLaw(when + ": " + String.join("; ", violations));
    }
  }

  /** Processes that still run. */
  List<String> stillRunning() {
    return running.values().stream()
        .flatMap(List::stream)
        .map(one -> one.process.attempt + " on " + one.machine)
        .toList();
  }
}
