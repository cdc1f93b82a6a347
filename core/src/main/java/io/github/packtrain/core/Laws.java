package io.github.packtrain.core;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What holds after every event batch, whatever came in. Tests and the simulator ask; a law that
 * does not hold is our bug, never the caller's.
 *
 * <p>Each answer is a list of sentences that name the broken law and the numbers; an empty list is
 * what one wants. Cost: the whole state, so this is for tests and diagnosis.
 */
public final class Laws {
  private final CoreState state;
  private final Findings findings = new Findings();

  private Laws(CoreState state) {
    this.state = state;
  }

  /**
   * Capacity conserved, nothing held twice, counters equal to a recount, attempts known on both
   * sides, local queues consistent, ended things empty.
   */
  public static List<String> violations(CoreState state) {
    Laws laws = new Laws(state);
    laws.checkJobs();
    laws.checkWorkers();
    laws.checkClasses();
    laws.checkIndexes();
    state.dependents.check(laws.findings);
    return laws.findings.list();
  }

  /** The state rebuilt from its snapshot keeps the laws and gives the same snapshot. */
  public static List<String> replayViolations(CoreState state) {
    List<Event> image = state.snapshot();
    CoreState rebuilt = rebuild(image);
    List<String> found = new ArrayList<>(violations(rebuilt));
    found.addAll(differences(image, rebuilt.snapshot()));
    return found;
  }

  /**
   * Every task that could start was placed or is among the blocked with at least one reason; no
   * class got more than it has.
   */
  public static List<String> planViolations(PlanView view, Plan plan) {
    Findings findings = new Findings();
    TreeMap<Integer, Integer> placed = new TreeMap<>();
    plan.placements().forEach(p -> placed.merge(p.taskClass(), 1, Integer::sum));
    TreeMap<ClassKey, Plan.Blocked> blocked = new TreeMap<>(ClassOrder.BY_KEY);
    for (Plan.Blocked block : plan.blocked()) {
      findings.unless(
          blocked.put(block.key(), block) == null, () -> block.key() + " is blocked twice");
      findings.unless(!block.reasons().isEmpty(), () -> block.key() + " waits without a reason");
    }
    for (PlanView.WaitingClass waiting : view.classes()) {
      Plan.Blocked block = blocked.get(waiting.key());
      int left = waiting.eligible() - placed.getOrDefault(waiting.id(), 0);
      int explained = block == null ? 0 : block.waiting();
      findings.unless(
          left == explained,
          () -> waiting.key() + " has " + left + " tasks left over, " + explained + " explained");
      checkNearness(waiting, view, plan, findings);
    }
    return findings.list();
  }

  /** Every gang is placed whole, and as near together as it requires. */
  private static void checkNearness(
      PlanView.WaitingClass waiting, PlanView view, Plan plan, Findings findings) {
    int gang = waiting.key().gang();
    Topology.Level level = waiting.key().request().topology().require();
    List<Placement> members =
        plan.placements().stream().filter(p -> p.taskClass() == waiting.id()).toList();
    findings.unless(
        members.size() % gang == 0,
        () -> waiting.key() + " is placed " + members.size() + " times");
    for (int i = 0; gang > 1 && i < members.size(); i++) {
      Placement first = members.get(i - i % gang);
      Placement other = members.get(i);
      findings.unless(
          Fit.near(
              level, specOf(view, first), first.devices(), specOf(view, other), other.devices()),
          () -> other + " is not in the same " + level + " as " + first);
    }
  }

  private static WorkerSpec specOf(PlanView view, Placement placement) {
    return view.workers().stream()
        .filter(worker -> worker.id().equals(placement.worker()))
        .map(PlanView.WorkerState::spec)
        .findFirst()
        .orElseThrow();
  }

  /** A state made of these events only. */
  static CoreState rebuild(List<Event> events) {
    CoreState rebuilt = new CoreState();
    events.forEach(rebuilt::apply);
    return rebuilt;
  }

  /** Where two lists of events part, as at most one sentence. */
  static List<String> differences(List<Event> expected, List<Event> found) {
    for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
      Object one = i < expected.size() ? expected.get(i) : "nothing";
      Object other = i < found.size() ? found.get(i) : "nothing";
      if (!Objects.equals(one, other)) {
        return List.of("at " + i + " not\n  " + one + "\nbut\n  " + other);
      }
    }
    return List.of();
  }

  private void checkJobs() {
    long waiting = 0;
    TreeSet<CoreState.Due> backoffs = new TreeSet<>(CoreState.Due.IN_TIME_ORDER);
    for (JobRecord job : state.jobs.values()) {
      new JobLaws(job, findings).check();
      waiting += job.waiting;
      for (TaskRecord task : job.tasks()) {
        if (task.status instanceof TaskStatus.BackingOff(long until)) {
          backoffs.add(new CoreState.Due(until, new TaskId(job.id, task.index)));
        }
      }
      findings.unless(
          state.submissions.get(job.owner, job.submissionId) == job,
          () -> job.id + " is not found by its submission id");
    }
    findings.equal("waiting tasks of all jobs", waiting, state.waitingTasks);
    findings.same("tasks backing off", backoffs, state.backoffs);
    findings.equal("submission ids", state.jobs.size(), state.submissions.size());
  }

  private void checkWorkers() {
    long attempts = 0;
    TreeSet<String> names = new TreeSet<>();
    for (WorkerRecord worker : state.workers.values()) {
      new WorkerLaws(state, worker, findings).check();
      attempts += worker.attempts.size();
      findings.unless(
          state.workersByUid.get(worker.uid) == worker,
          () -> worker.id + " is not found by its uid");
      findings.unless(
          state.workersByName.get(worker.spec.name()) == worker,
          () -> worker.id + " is not found by its name");
      findings.unless(
          worker.lost || names.add(worker.spec.name()),
          () -> "two living workers are named " + worker.spec.name());
    }
    TreeSet<LocalQueues.Queued> queued = new TreeSet<>(LocalQueues.Queued.LONGEST_FIRST);
    for (WorkerRecord worker : state.workers.values()) {
      worker.attempts.sorted().stream()
          .filter(AttemptRecord::waitsInQueue)
          .forEach(at -> queued.add(new LocalQueues.Queued(at.placedAtMillis, at.id)));
    }
    findings.same("attempts in local queues", queued, state.queued);
    findings.equal("uids of workers", state.workers.size(), state.workersByUid.size());
    long active = state.jobs.values().stream().mapToLong(job -> job.course().active).sum();
    findings.equal("attempts on all workers", active, attempts);
  }

  private void checkClasses() {
    TreeMap<Integer, Integer> jobs = new TreeMap<>();
    state.jobs.values().forEach(job -> jobs.merge(job.taskClass.id, 1, Integer::sum));
    TreeSet<Integer> ids = new TreeSet<>();
    state.classesById.values().forEach(taskClass -> ids.add(taskClass.id));
    findings.same("classes in use", jobs.keySet(), ids);
    findings.equal("classes by key", state.classesById.size(), state.classes.size());
    for (TaskClass taskClass : state.classes.values()) {
      long eligible = 0;
      TreeMap<Standpoint, JobId> ready = new TreeMap<>();
      long holding = 0;
      TreeSet<AttemptId> tails = new TreeSet<>();
      for (JobRecord job : state.jobs.values()) {
        if (job.taskClass == taskClass) {
          eligible += job.eligibleTasks();
          checkPlace(job);
          addReady(job, ready);
          addTails(job, tails);
          holding += holding(job);
        }
      }
      String name = "class " + taskClass.id + ": ";
      findings.unless(
          state.classesById.get(taskClass.id) == taskClass, () -> name + "not found by its id");
      findings.equal(name + "jobs", jobs.getOrDefault(taskClass.id, 0), taskClass.jobs);
      findings.equal(name + "eligible tasks", eligible, taskClass.eligible);
      findings.equal(name + "attempts that hold", holding, taskClass.holding);
      findings.same(
          name + "ready jobs",
          List.copyOf(ready.values()),
          taskClass.ready.values().stream().map(job -> job.id).toList());
      List<AttemptId> listed = taskClass.tails.list().stream().map(at -> at.id).sorted().toList();
      findings.same(name + "tails", List.copyOf(tails), listed);
    }
  }

  /** Where a job stands in line, found anew. */
  private record Standpoint(long key, long turn, long seat, long job)
      implements Comparable<Standpoint> {
    static final Comparator<Standpoint> ORDER =
        Comparator.comparingLong(Standpoint::key)
            .thenComparingLong(Standpoint::turn)
            .thenComparingLong(Standpoint::seat)
            .thenComparingLong(Standpoint::job);

    @Override
    public int compareTo(Standpoint other) {
      return ORDER.compare(this, other);
    }
  }

  private static void addReady(JobRecord job, Map<Standpoint, JobId> ready) {
    if (job.eligibleTasks() > 0) {
      long key = job.taskClass.queue.keyOf(job);
      Course course = job.course();
      ready.put(new Standpoint(key, course.turn, course.seat, job.id.value()), job.id);
    }
  }

  private void checkPlace(JobRecord job) {
    if (job.isReady) {
      findings.equal(job.id + ": key", job.taskClass.queue.keyOf(job), job.key);
    }
  }

  private static long holding(JobRecord job) {
    long holding = 0;
    for (TaskRecord task : job.tasks()) {
      boolean holds = task.status instanceof AttemptRecord attempt && attempt.behind == null;
      holding += holds ? 1 : 0;
    }
    return holding;
  }

  private static void addTails(JobRecord job, Set<AttemptId> tails) {
    for (TaskRecord task : job.tasks()) {
      if (task.status instanceof AttemptRecord attempt && attempt.isTail()) {
        tails.add(attempt.id);
      }
    }
  }

  private void checkIndexes() {
    TreeSet<JobId> ended = new TreeSet<>();
    state.jobs.values().stream().filter(JobRecord::hasEnded).forEach(job -> ended.add(job.id));
    List<JobId> listed = state.endedJobs.stream().map(job -> job.id).sorted().toList();
    findings.same("ended jobs", List.copyOf(ended), listed);
    state
        .jobs
        .values()
        .forEach(
            job ->
                findings.unless(
                    job.id.value() <= state.lastJob,
                    () -> "job " + job.id + " is beyond the last number " + state.lastJob));
    state
        .workers
        .values()
        .forEach(
            worker ->
                findings.unless(
                    worker.id.value() <= state.lastWorker,
                    () -> worker.id + " is beyond the last number " + state.lastWorker));
  }
}
