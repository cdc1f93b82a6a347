package io.github.packtrain.core;

import io.github.packtrain.core.learn.Learned;
import io.github.packtrain.core.learn.Prediction;
import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Lore;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.place.StealingRule;
import io.github.packtrain.core.policy.Policies;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tables. {@link #apply} is the only way to change them; it decides nothing and never fails: an
 * exception here is our bug, and the process stops. Not thread-safe: one owner thread, others read
 * copies (views).
 */
public final class CoreState {
  private static final int PAGE_BITS = 8;

  final IdTable<JobRecord> jobs = new IdTable<>(PAGE_BITS);
  final SubmissionTable submissions = new SubmissionTable();
  final IdTable<WorkerRecord> workers = new IdTable<>(PAGE_BITS);
  final Owners owners = new Owners();
  final TreeMap<String, WorkerRecord> workersByUid = new TreeMap<>();
  final TreeMap<String, WorkerRecord> workersByName = new TreeMap<>();
  final IdTable<TaskClass> classesById = new IdTable<>(PAGE_BITS);
  final TreeMap<ClassKey, TaskClass> classes = new TreeMap<>(ClassOrder.BY_KEY);
  final TreeMap<String, QueueRecord> queues = new TreeMap<>();
  final TreeSet<Due> backoffs = new TreeSet<>(Due.IN_TIME_ORDER);

  /** Jobs that wait for others to end. */
  final Dependents dependents = new Dependents(this);

  /** Attempts that wait in local queues, those who wait longest first. */
  final TreeSet<LocalQueues.Queued> queued = new TreeSet<>(LocalQueues.Queued.LONGEST_FIRST);

  /** Ended jobs, first ended first. */
  final ArrayDeque<JobRecord> endedJobs = new ArrayDeque<>();

  /** How long tasks run and which workers do them well. */
  final Learned learned = new Learned();

  /** As the last view showed it. */
  private Lore lore = Lore.NONE;

  final DemandTable demand = new DemandTable();

  /** By name. */
  final TreeMap<String, Reservation> reservations = new TreeMap<>();

  /** Time of the last placement, start or end; not part of the recorded truth. */
  long clockMillis;

  /** What somebody set; null when it is what the master was started with. */
  @Nullable Setting placement;

  long waitingTasks;
  long lastJob;
  int lastWorker;
  long position;
  private int lastClass;
  private final Applier applier = new Applier(this);

  /** A task whose back-off ends. */
  record Due(long atMillis, TaskId task) {
    static final Comparator<Due> IN_TIME_ORDER =
        Comparator.comparingLong(Due::atMillis).thenComparing(Due::task);
  }

  /** Applies one event. */
  public void apply(Event event) {
    applier.apply(event);
    if (!(event instanceof Event.CountersRestored)) {
      position++;
    }
  }

  /** How many events have been applied since the beginning of the journal. */
  public long position() {
    return position;
  }

  /**
   * The state as events that rebuild it, for a snapshot; small ones, so that they can be written in
   * chunks.
   */
  public List<Event> snapshot() {
    return StateImage.of(this);
  }

  /** What was learned from attempts so far; to be read only. */
  public Learned learned() {
    return learned;
  }

  /** How long a task of such a job will run on whatever worker. */
  public Prediction predict(JobSpec spec) {
    return learned.predict(Subjects.of(spec));
  }

  /**
   * Why a job of so many tasks cannot meet its deadline even if it starts at once; empty when it
   * can, as far as one knows, or has none.
   */
  public Optional<Rejection> deadlineProblem(JobSpec spec, int count, long nowMillis) {
    return new Deadlines(this).problemOf(spec, count, nowMillis);
  }

  /** What placement is told of what was learned. */
  Lore lore() {
    lore = LearnedLore.of(this, lore);
    return lore;
  }

  /**
   * What a cycle sees.
   *
   * @param reachable which workers are connected now
   * @param nowMillis on the clock of the events
   * @param last the plan before, whose promised starts are kept
   */
  public PlanView planView(Predicate<WorkerId> reachable, long nowMillis, Plan last) {
    return ViewBuilder.build(this, reachable, nowMillis, last.promises());
  }

  /** The same as of the last event, with nothing promised so far. */
  public PlanView planView(Predicate<WorkerId> reachable) {
    return ViewBuilder.build(this, reachable, clockMillis, List.of());
  }

  /** The same as of the last event. */
  public PlanView planView(Predicate<WorkerId> reachable, Plan last) {
    return planView(reachable, clockMillis, last);
  }

  /** The cluster's placement, if somebody set one: else it is what the master was started with. */
  public Optional<Setting> findPlacement() {
    return Optional.ofNullable(placement);
  }

  /** The order of each queue that has one set, or jobs, by the queue's name. */
  public SortedMap<String, Setting> orders() {
    TreeMap<String, Setting> orders = new TreeMap<>();
    queues.forEach((name, queue) -> orders.put(name, queue.setting()));
    return orders;
  }

  /** What workers are kept for, by name. */
  public List<Reservation> reservations() {
    return List.copyOf(reservations.values());
  }

  /**
   * Jobs of one queue whose places its order, a user's own, has to find.
   *
   * @param policies orders that can be asked
   * @param max how many jobs at once
   */
  public Optional<Unranked> findUnranked(Policies policies, int max) {
    return Unranked.find(queues.values(), policies, jobs, max);
  }

  /** When the next tick has something to do that should not wait, or {@link Long#MAX_VALUE}. */
  public long nextDueMillis() {
    long backoff = backoffs.isEmpty() ? Long.MAX_VALUE : backoffs.first().atMillis();
    long patience =
        queued.isEmpty()
            ? Long.MAX_VALUE
            : queued.first().sinceMillis() + LocalQueues.PATIENCE_MILLIS;
    long over = Long.MAX_VALUE;
    for (Reservation reservation : reservations.values()) {
      over = Math.min(over, reservation.endMillis());
    }
    return Math.min(over, Math.min(backoff, patience));
  }

  /** The number by which views and plans name the job's class, 0 when there is no such job. */
  public int classOf(JobId id) {
    JobRecord job = jobs.get(id.value());
    return job == null ? 0 : job.taskClass.id;
  }

  /** How many waiting tasks of its job start before it. One look at each of them. */
  public int waitingBefore(TaskId id) {
    JobRecord job = jobs.get(id.job().value());
    int before = 0;
    if (job != null) {
      int index = job.firstWaiting();
      while (index >= 0 && index != id.index() && before < job.waiting) {
        index = job.waitingAfter(index);
        before++;
      }
    }
    return before;
  }

  /**
   * Attempts that idle workers could take from local queues of others, at most so many. None while
   * starts are promised or anything is reserved: who is taken waits again in his turn, which may be
   * before those who are promised one, on the room that is kept for them. No local queue grows
   * meanwhile, and those that there are run dry within seconds.
   *
   * @param usual the rule unless a placement was set
   */
  public List<AttemptId> stealable(StealingRule usual, Predicate<WorkerId> reachable, int most) {
    if (queued.isEmpty() || new Spans(this).wanted()) {
      return List.of();
    }
    StealingRule rule =
        findPlacement().map(set -> StealingRule.of(set.name(), set.options())).orElse(usual);
    return new Stealing(this, rule, reachable).find(most);
  }

  /** Whether the order of any queue may take running attempts back. */
  public boolean repacks() {
    for (QueueRecord queue : queues.values()) {
      if (queue.order.repack()) {
        return true;
      }
    }
    return false;
  }

  /**
   * How much longer a running attempt may run, with those of its gang, before its job would stand
   * elsewhere in its queue; {@link Long#MAX_VALUE} for ever.
   */
  public long reviewAfterMillis(AttemptId id, long nowMillis) {
    AttemptRecord attempt = activeAttempt(id);
    QueueRecord queue = attempt.job.taskClass.queue;
    return queue.order.reviewAfterMillis(queue.standingAt(attempt.job, nowMillis));
  }

  /** For how long the task of a running attempt held what it asks for, with earlier attempts. */
  public long servedMillis(AttemptId id, long nowMillis) {
    TaskRecord task = jobOf(id).task(id.task().index());
    long before = task == null ? 0 : task.servedMillis;
    return before + nowMillis - activeAttempt(id).startedAtMillis;
  }

  private JobRecord jobOf(AttemptId id) {
    return job(id.task().job());
  }

  /** Whether something ended that jobs wait for, and they were not told yet. */
  public boolean hasUnsettledDependencies() {
    return !dependents.due().isEmpty();
  }

  public long waitingTasks() {
    return waitingTasks;
  }

  /** Whether any class has tasks that may start now. */
  public boolean hasEligibleTasks() {
    for (TaskClass taskClass : classes.values()) {
      if (taskClass.eligible > 0) {
        return true;
      }
    }
    return false;
  }

  public Optional<JobView> findJob(JobId id) {
    return Optional.ofNullable(jobs.get(id.value())).map(JobView::of);
  }

  /** The job of this submission by this owner. */
  public Optional<JobId> findSubmission(String owner, String submissionId) {
    return Optional.ofNullable(submissions.get(owner, submissionId)).map(job -> job.id);
  }

  /** Jobs below {@code before}, newest first, at most {@code limit}. */
  public List<JobView> jobsBefore(long before, int limit, Predicate<JobView> wanted) {
    List<JobView> found = new ArrayList<>();
    if (before <= 1) {
      return found;
    }
    for (JobRecord job : jobs.downFrom(before)) {
      if (found.size() >= limit) {
        break;
      }
      JobView view = JobView.of(job);
      if (wanted.test(view)) {
        found.add(view);
      }
    }
    return found;
  }

  /**
   * Who comes before the job. Jobs that no registered worker could ever run do not count: they take
   * nothing.
   *
   * @param limit how many are named
   */
  public JobsAhead jobsAhead(JobId id, int limit) {
    JobRecord job = jobs.get(id.value());
    return job == null ? JobsAhead.NOBODY : new QueueOrder(this).ahead(job, limit);
  }

  /** When the first of the job's back-offs ends, or {@link Long#MAX_VALUE}. */
  public long firstBackoffEndMillis(JobId id) {
    JobRecord job = jobs.get(id.value());
    long first = Long.MAX_VALUE;
    if (job != null) {
      for (TaskRecord task : job.tasks()) {
        if (task.status instanceof TaskStatus.BackingOff(long until)) {
          first = Math.min(first, until);
        }
      }
    }
    return first;
  }

  /** The task, or empty when there is no such job or index. */
  public Optional<TaskView> findTask(TaskId id) {
    JobRecord job = jobs.get(id.job().value());
    return job == null || id.index() >= job.count
        ? Optional.empty()
        : Optional.of(TaskView.of(job, id.index()));
  }

  public Optional<WorkerView> findWorker(WorkerId id) {
    return Optional.ofNullable(workers.get(id.value())).map(WorkerView::of);
  }

  public Optional<WorkerView> findWorkerByUid(String uid) {
    return Optional.ofNullable(workersByUid.get(uid)).map(WorkerView::of);
  }

  public List<WorkerView> workers() {
    return workers.values().stream().map(WorkerView::of).toList();
  }

  public Optional<AttemptView> findAttempt(AttemptId id) {
    return Optional.ofNullable(attempt(id)).map(AttemptView::of);
  }

  /** What the worker should be holding, by attempt. */
  public List<AttemptView> attemptsOn(WorkerId id) {
    WorkerRecord worker = workers.get(id.value());
    return worker == null
        ? List.of()
        : worker.attempts.sorted().stream().map(AttemptView::of).toList();
  }

  /** How many attempts the worker has. */
  public int attemptCountOn(WorkerId id) {
    WorkerRecord worker = workers.get(id.value());
    return worker == null ? 0 : worker.attempts.size();
  }

  @Nullable AttemptRecord attempt(AttemptId id) {
    JobRecord job = jobs.get(id.task().job().value());
    TaskRecord task = job == null ? null : job.task(id.task().index());
    // The task's last attempt is the one that is active: its number alone tells them apart.
    return task != null
            && task.attempts == id.number()
            && task.status instanceof AttemptRecord attempt
        ? attempt
        : null;
  }

  JobRecord job(JobId id) {
    JobRecord job = jobs.get(id.value());
    if (job == null) {
      throw new IllegalStateException("no job " + id + " in the state");
    }
    return job;
  }

  WorkerRecord worker(WorkerId id) {
    WorkerRecord worker = workers.get(id.value());
    if (worker == null) {
      throw new IllegalStateException("no worker " + id + " in the state");
    }
    return worker;
  }

  AttemptRecord activeAttempt(AttemptId id) {
    AttemptRecord attempt = attempt(id);
    if (attempt == null) {
      throw new IllegalStateException("attempt " + id + " is not active");
    }
    return attempt;
  }

  void addWorker(WorkerRecord worker) {
    workers.put(worker.id.value(), worker);
    workersByUid.put(worker.uid, worker);
    workersByName.put(worker.spec.name(), worker);
  }

  TaskClass classOf(ClassKey key) {
    TaskClass known = classes.get(key);
    if (known == null) {
      known = new TaskClass(++lastClass, key, queueOf(key.queue()));
      known.queue.classes++;
      classes.put(key, known);
      classesById.put(known.id, known);
    }
    return known;
  }

  void dropClass(TaskClass unused) {
    classes.remove(unused.key);
    classesById.remove(unused.id);
    QueueRecord queue = unused.queue;
    if (--queue.classes == 0 && !queue.configured) {
      queues.remove(queue.name);
    }
  }

  QueueRecord queueOf(String name) {
    return queues.computeIfAbsent(name, QueueRecord::new);
  }

  /** The class that the job's tasks belong to. */
  TaskClass classFor(JobSpec spec, int count, String owner) {
    String party = queueOf(spec.queue()).order.isShared() ? owner : "";
    int gang = spec.terms().gang() ? count : 1;
    Profile profile = spec.terms().profile().placing();
    return classOf(
        new ClassKey(spec.queue(), spec.priority(), spec.request(), gang, party, profile));
  }

  Collection<JobRecord> jobRecords() {
    return jobs.values();
  }
}
