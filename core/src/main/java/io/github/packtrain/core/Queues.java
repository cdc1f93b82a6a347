package io.github.packtrain.core;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.core.order.Orders;
import io.github.packtrain.core.policy.Policies;
import io.github.packtrain.core.policy.PolicyKind;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Queues get their orders, and running attempts come back where an order may take them back. */
final class Queues {
  private static final int QUEUES_MAX = 10_000;

  private final CoreState state;
  private final Policies policies;

  Queues(CoreState state, Policies policies) {
    this.state = state;
    this.policies = policies;
  }

  Decision configure(Command.ConfigureQueue c, long nowMillis) {
    Optional<Rejection> problem =
        SubmissionRules.queueProblem(c.queue())
            .or(() -> policies.problemOf(PolicyKind.ORDER, c.order(), c.options()))
            .or(() -> sharingProblem(c))
            .or(() -> tooMany(c.queue()));
    if (problem.isPresent()) {
      return Decision.rejected(problem.get());
    }
    QueueRecord known = state.queues.get(c.queue());
    boolean same =
        known != null
            && known.configured
            && known.orderName.equals(c.order())
            && known.problem.isEmpty()
            && known.options.equals(c.options());
    return same
        ? Decision.of()
        : Decision.of(
            new Event.QueueConfigured(
                c.queue(), c.order(), c.options(), List.of(), 0, c.by().name(), nowMillis));
  }

  /** Jobs of a shared queue are classed by their owners; they are not classed anew. */
  private Optional<Rejection> sharingProblem(Command.ConfigureQueue c) {
    QueueRecord known = state.queues.get(c.queue());
    boolean shared = Orders.ofAny(c.order(), c.options()).isShared();
    if (known == null || known.classes == 0 || known.order.isShared() == shared) {
      return Optional.empty();
    }
    return Optional.of(
        new Rejection(
            Kind.FAILED_PRECONDITION,
            "QUEUE_IN_USE",
            "queue '"
                + c.queue()
                + "' cannot change from "
                + known.order.name()
                + " to "
                + c.order(),
            "it has jobs, and only an empty queue can begin or cease to be shared by owners",
            "let its jobs end and be forgotten, or use another queue"));
  }

  /** The cluster's placement; without a name, options would be nobody's. */
  Decision configure(Command.ConfigurePlacement c, long nowMillis) {
    boolean usual = c.placement().isEmpty() && c.options().isEmpty();
    Optional<Rejection> problem =
        usual
            ? Optional.empty()
            : policies.problemOf(PolicyKind.PLACEMENT, c.placement(), c.options());
    if (problem.isPresent()) {
      return Decision.rejected(problem.get());
    }
    Setting now = state.placement;
    boolean same =
        now == null
            ? usual
            : now.name().equals(c.placement())
                && !now.isCutOff()
                && now.options().equals(c.options());
    return same
        ? Decision.of()
        : Decision.of(
            new Event.PlacementConfigured(c.placement(), c.options(), c.by().name(), nowMillis));
  }

  /** Jobs that ended or went elsewhere meanwhile are left out. */
  Decision rank(Command.RankJobs c) {
    QueueRecord queue = state.queues.get(c.queue());
    if (queue == null || !queue.order.isRanked() || !queue.orderName.equals(c.order())) {
      return Decision.of();
    }
    List<Event.Rank> live =
        c.ranks().stream().filter(rank -> queue.unranked.contains(rank.job().value())).toList();
    return live.isEmpty() ? Decision.of() : Decision.of(new Event.JobsRanked(live));
  }

  Decision cutOff(Command.CutOffPolicy c, long nowMillis) {
    QueueRecord queue = c.queue().isEmpty() ? null : state.queues.get(c.queue());
    Setting now = c.queue().isEmpty() ? state.placement : queue == null ? null : queue.setting();
    boolean inForce = now != null && now.name().equals(c.name()) && !now.isCutOff();
    return inForce
        ? Decision.of(new Event.PolicyCutOff(c.queue(), c.name(), c.why(), nowMillis))
        : Decision.of();
  }

  private Optional<Rejection> tooMany(String queue) {
    return state.queues.containsKey(queue) || state.queues.size() < QUEUES_MAX
        ? Optional.empty()
        : Optional.of(
            new Rejection(
                Kind.RESOURCE_EXHAUSTED,
                "TOO_MANY_QUEUES",
                "no more queues can be configured",
                "there are " + state.queues.size() + ", the limit is " + QUEUES_MAX,
                "use fewer queues"));
  }

  Decision repack(Command.Repack c, long nowMillis) {
    TreeMap<AttemptId, Long> kept = new TreeMap<>();
    c.progress().forEach(progress -> kept.put(progress.attempt(), progress.keptMillis()));
    Draft draft = new Draft(nowMillis);
    TreeMap<JobId, Boolean> gangs = new TreeMap<>();
    for (WorkerRecord worker : state.workers.values()) {
      for (AttemptRecord attempt : worker.attempts.sorted()) {
        JobRecord job = attempt.job;
        boolean comes =
            job.isGang()
                ? gangs.computeIfAbsent(job.id, _ -> comesBackWhole(job))
                : mayBeTakenBack(attempt);
        if (comes) {
          long ran = Math.max(0, nowMillis - attempt.startedAtMillis);
          long keeps = Math.clamp(kept.getOrDefault(attempt.id, 0L), 0, ran);
          draft.add(new Event.AttemptRequeued(attempt.id, keeps, nowMillis));
        }
      }
    }
    return draft.accepted(new Reply.TasksTouched(draft.events().size()));
  }

  /** A gang is taken back with all its members or not at all. */
  private static boolean comesBackWhole(JobRecord job) {
    int running = 0;
    for (TaskRecord task : job.tasks()) {
      boolean comes = task.status instanceof AttemptRecord attempt && mayBeTakenBack(attempt);
      running += comes ? 1 : 0;
    }
    return running == job.count;
  }

  private static boolean mayBeTakenBack(AttemptRecord attempt) {
    return attempt.startedAtMillis > 0
        && attempt.stopReason == null
        && attempt.behind == null
        && attempt.follower == null
        && attempt.job.taskClass.queue.order.repack()
        && attempt.job.spec.terms().preemptible();
  }
}
