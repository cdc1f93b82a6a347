package io.github.packtrain.core.explain;

import io.github.packtrain.core.AttemptView;
import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.JobView;
import io.github.packtrain.core.JobsAhead;
import io.github.packtrain.core.TaskView;
import io.github.packtrain.core.WorkerView;
import io.github.packtrain.core.explain.Explanation.Verdict;
import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Plan.Blocked;
import io.github.packtrain.core.plan.Plan.Choice;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.core.plan.Reason.Code;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.Topology.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says why a job or task waits, runs or ended. Reasons of a class come from the last plan; a class
 * that it has not seen is planned here and now, so that nothing ever waits for an unknown reason.
 *
 * <p>Cost: a look-up when the last plan knows the class, else one planning pass, plus a pass over
 * the classes (who is ahead) and over the workers (what would help).
 */
public final class Explainer {
  private static final int PLACEMENTS_MAX = 10_000;

  private final CoreState state;
  private final Scene scene;
  private final PlanView view;
  private final JobView job;

  private Explainer(CoreState state, Scene scene, JobView job) {
    this.state = state;
    this.scene = scene;
    this.view = state.planView(scene.reachable(), scene.nowMillis(), scene.lastPlan());
    this.job = job;
  }

  /**
   * Explains a job, or one of its tasks.
   *
   * @param index of the task, or empty for the job
   * @throws IllegalArgumentException when there is no such job or task; ask {@link
   *     CoreState#findTask} before
   */
  public static Explanation explain(CoreState state, Scene scene, JobId job, OptionalInt index) {
    JobView found =
        state.findJob(job).orElseThrow(() -> new IllegalArgumentException("no job " + job));
    Explainer explainer = new Explainer(state, scene, found);
    return index.isEmpty() ? explainer.ofJob() : explainer.ofTask(index.getAsInt());
  }

  /** A reason in one English sentence with its numbers and units, without full stop. */
  public static String sentence(Reason reason) {
    return Sentences.of(reason);
  }

  private Explanation ofJob() {
    int waiting = job.waiting() + job.backingOff();
    if (waiting > 0) {
      return ofWaiting(
          waiting, Amounts.count(waiting, "task") + (waiting == 1 ? " waits" : " wait"), 0);
    }
    if (job.state().isEnd()) {
      return settled(Verdict.ENDED, "ended: " + words(job.state()) + ended());
    }
    if (job.active() == 1 && job.count() == 1) {
      return ofTask(0);
    }
    if (job.active() > 0) {
      int assigned = job.active() - job.running();
      return settled(
          Verdict.RUNNING,
          Amounts.count(job.running(), "task")
              + (job.running() == 1 ? " runs" : " run")
              + (assigned == 0 ? "" : ", " + assigned + " about to start")
              + (job.cancelRequested() ? "; all were asked to stop" : ""));
    }
    return settled(
        Verdict.WAITING,
        "has nothing to run now, and is open: more tasks can be added until it is closed");
  }

  private String ended() {
    return " ("
        + job.completed()
        + " completed, "
        + job.failed()
        + " failed, "
        + job.timedOut()
        + " timed out, "
        + job.cancelled()
        + " cancelled)";
  }

  private Explanation ofTask(int index) {
    TaskView task =
        state
            .findTask(new TaskId(job.id(), index))
            .orElseThrow(() -> new IllegalArgumentException("no task " + job.id() + "/" + index));
    if (task.state().isEnd()) {
      return settled(Verdict.ENDED, "ended: " + words(task.state()));
    }
    if (task.backoffUntilMillis() > 0) {
      Reason backoff =
          new Reason(Code.BACKOFF, 0, task.backoffUntilMillis(), task.failures(), "", "");
      return new Explanation(
          Verdict.WAITING,
          "waits: " + sentence(backoff),
          List.of(backoff),
          List.of(),
          0,
          1,
          0,
          List.of(),
          null,
          null,
          List.of());
    }
    return task.findAttempt()
        .map(attempt -> settled(Verdict.RUNNING, whereabouts(attempt), choiceOf(attempt)))
        .orElseGet(() -> ofWaiting(1, "waits", state.waitingBefore(task.id())));
  }

  private String whereabouts(AttemptView attempt) {
    String worker =
        state
            .findWorker(attempt.worker())
            .map(WorkerView::spec)
            .map(spec -> spec.name())
            .orElse("");
    String stop =
        attempt.stopReason() == null
            ? ""
            : "; it was asked to stop (" + words(attempt.stopReason()) + ")";
    if (attempt.startedAtMillis() > 0) {
      return "runs on worker " + worker + stop;
    }
    return attempt.behind() == null
        ? "was given to worker " + worker + " and is about to start" + stop
        : "is next on worker " + worker + " behind " + attempt.behind() + stop;
  }

  private @Nullable Choice choiceOf(AttemptView attempt) {
    return scene.choices().apply(attempt.id()).orElse(null);
  }

  /**
   * @param before how many tasks of the job start before the one in question
   */
  private Explanation ofWaiting(int waiting, String what, int before) {
    Optional<Outlook> outlook = job.eligible() > 0 ? Optional.of(outlook()) : Optional.empty();
    List<Reason> reasons = new ArrayList<>();
    outlook.ifPresent(found -> reasons.addAll(found.reasons()));
    addOwnReasons(reasons);
    boolean possible = outlook.isEmpty() || outlook.get().feasible();
    JobsAhead ahead =
        possible ? state.jobsAhead(job.id(), Explanation.AHEAD_MAX) : JobsAhead.NOBODY;
    String summary =
        possible
            ? what + ": " + sentence(reasons.getFirst())
            : Amounts.count(waiting, "task")
                + " can run on no registered worker, even an empty one: "
                + sentence(reasons.getFirst());
    List<WhatIf> whatIfs =
        startsSoon(reasons)
            ? List.of()
            : new WhatIfs(job.classKey(), view, scene.placement()).find(!possible);
    return new Explanation(
        possible ? Verdict.WAITING : Verdict.IMPOSSIBLE,
        summary,
        reasons,
        ahead.nearest(),
        ahead.count(),
        waiting,
        promisedMillis(),
        whatIfs,
        etaOf(reasons, possible, before),
        null,
        hints(reasons, whatIfs, possible));
  }

  private long promisedMillis() {
    return scene.lastPlan().promises().stream()
        .filter(promise -> promise.job().equals(job.id()))
        .mapToLong(Plan.Promise::atMillis)
        .min()
        .orElse(0);
  }

  private @Nullable Eta etaOf(List<Reason> reasons, boolean possible, int before) {
    return possible && !startsSoon(reasons)
        ? new Forecast(state, scene, view).of(job, before).orElse(null)
        : null;
  }

  /** What holds tasks back in their own job. */
  private void addOwnReasons(List<Reason> reasons) {
    if (!job.awaited().isEmpty()) {
      reasons.addAll(Awaiting.reasons(state, job));
    } else if (job.waiting() > job.eligible()) {
      reasons.add(new Reason(Code.JOB_LIMIT, 0, job.spec().maxParallel(), job.active(), "", ""));
    }
    if (job.backingOff() > 0) {
      long first = state.firstBackoffEndMillis(job.id());
      reasons.add(
          new Reason(Code.BACKOFF, 0, first, 0, "", Amounts.count(job.backingOff(), "task")));
    }
  }

  /** What holds the class back, and whether any worker could run it when empty. */
  private record Outlook(boolean feasible, List<Reason> reasons) {}

  private Outlook outlook() {
    return findBlocked(scene.lastPlan(), job.classKey())
        .map(block -> new Outlook(block.feasible(), block.reasons()))
        .orElseGet(this::plannedNow);
  }

  /** What the next cycle would make of the class. */
  private Outlook plannedNow() {
    ClassKey key = job.classKey();
    Plan plan = Planner.withoutChoices(scene.placement().create(), PLACEMENTS_MAX).plan(view);
    List<Reason> reasons = new ArrayList<>();
    if (placesSome(plan, key)) {
      reasons.add(Reason.of(Code.NEXT_CYCLE, ""));
    }
    Optional<Blocked> rest = findBlocked(plan, key);
    rest.ifPresent(block -> reasons.addAll(block.reasons()));
    return new Outlook(rest.map(Blocked::feasible).orElse(true), reasons);
  }

  private boolean placesSome(Plan plan, ClassKey key) {
    return view.classes().stream()
        .filter(waiting -> waiting.key().equals(key))
        .anyMatch(
            waiting -> plan.placements().stream().anyMatch(p -> p.taskClass() == waiting.id()));
  }

  private static Optional<Blocked> findBlocked(Plan plan, ClassKey key) {
    return plan.blocked().stream().filter(block -> block.key().equals(key)).findFirst();
  }

  /** Whether another request would change nothing. */
  private boolean startsSoon(List<Reason> reasons) {
    Code first = job.eligible() == 0 ? Code.NEXT_CYCLE : reasons.getFirst().code();
    return first == Code.NEXT_CYCLE || first == Code.POLICY_FILTER;
  }

  private List<String> hints(List<Reason> reasons, List<WhatIf> whatIfs, boolean possible) {
    Request request = job.spec().request();
    List<String> hints = new ArrayList<>();
    whatIfs.forEach(whatIf -> hints.add(whatIf.sentence()));
    for (Reason reason : reasons) {
      switch (reason.code()) {
        case NO_WORKERS -> hints.add("packtrain worker start starts a worker on this machine");
        case INFEASIBLE_GPU_KIND -> {
          String models = models();
          if (whatIfs.isEmpty() && !models.isEmpty()) {
            hints.add("ask for a GPU that there is: " + models);
          }
        }
        case INFEASIBLE_LABEL, CONSTRAINT -> {}
        case POLICY_FILTER -> hints.add("packtrain policy show  says which policy that is");
        case DRAINING ->
            hints.add("packtrain worker resume " + reason.bestWorker() + " gives it work again");
        case DEPENDENCY, DEPENDENCY_FAILED -> hints.add(Awaiting.hint(job, reason));
        case JOB_LIMIT -> hints.add("a higher --max-parallel lets more of its tasks run at a time");
        case INFEASIBLE_GPU_COUNT,
            INFEASIBLE_GPU_MEMORY,
            INFEASIBLE_CPU,
            INFEASIBLE_MEMORY,
            INFEASIBLE_DISK,
            INFEASIBLE_GANG,
            INFEASIBLE_TOPOLOGY,
            GANG,
            TOPOLOGY,
            GPU,
            GPU_MEMORY,
            CPU,
            MEMORY,
            DISK,
            UNREACHABLE,
            BACKOFF,
            FASTER_WORKER,
            NEXT_CYCLE -> {}
        case RESERVED, RESERVATION ->
            hints.add("a shorter --estimate or --limit, if that is true, lets it start before");
      }
    }
    if (!possible) {
      hints.add(larger(request));
    }
    return hints;
  }

  /** What would have to be there. */
  private String larger(Request request) {
    int gang = job.classKey().gang();
    String where = Sentences.within(request.topology().require());
    return gang > 1
        ? "further workers could run it, with room"
            + where
            + " for "
            + gang
            + " tasks of "
            + asked(request)
        : "a further worker could run it, with at least "
            + asked(request)
            + (request.topology().require() == Level.ISLAND ? where : "");
  }

  private String models() {
    TreeSet<String> models = new TreeSet<>();
    view.workers().forEach(w -> w.spec().devices().forEach(device -> models.add(device.model())));
    return String.join(", ", models);
  }

  /** {@code 2 CPUs, 8 GiB of memory, 1 GPU of 80 GiB, label zone=a}. */
  private static String asked(Request request) {
    List<String> parts = new ArrayList<>();
    parts.add(Amounts.cpus(request.resources().cpuMilli()));
    if (request.resources().memoryBytes() > 0) {
      parts.add(Amounts.bytes(request.resources().memoryBytes()) + " of memory");
    }
    if (request.resources().diskBytes() > 0) {
      parts.add(Amounts.bytes(request.resources().diskBytes()) + " of disk");
    }
    GpuRequest gpu = request.gpu();
    if (!gpu.isNone()) {
      String kind = gpu.models().isEmpty() ? "" : " (" + String.join(" or ", gpu.models()) + ")";
      String memory = gpu.memoryBytes() == 0 ? "" : " with " + Amounts.bytes(gpu.memoryBytes());
      parts.add(Amounts.count(gpu.count(), "GPU") + kind + memory);
    }
    request.labels().forEach((key, value) -> parts.add("label " + key + "=" + value));
    return parts.stream().collect(Collectors.joining(", "));
  }

  private static Explanation settled(Verdict verdict, String summary) {
    return settled(verdict, summary, null);
  }

  private static Explanation settled(Verdict verdict, String summary, @Nullable Choice choice) {
    return new Explanation(
        verdict, summary, List.of(), List.of(), 0, 0, 0, List.of(), null, choice, List.of());
  }

  private static String words(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
