package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All decisions of a cycle.
 *
 * @param viewPosition position of the view that it was made from
 * @param placements in the order in which they were decided
 * @param choices why each placement got its worker, in the same order; empty when nobody asks
 * @param blocked classes that still have eligible tasks, each with its reasons, in queue order
 * @param promises starts promised to jobs that find no room, in queue order
 */
public record Plan(
    long viewPosition,
    List<Placement> placements,
    List<Choice> choices,
    List<Blocked> blocked,
    List<Promise> promises) {
  public Plan {
    placements = List.copyOf(placements);
    choices = List.copyOf(choices);
    blocked = List.copyOf(blocked);
    promises = List.copyOf(promises);
  }

  /** The plan of one who has not planned. */
  public static Plan nothing(long viewPosition) {
    return new Plan(viewPosition, List.of(), List.of(), List.of(), List.of());
  }

  /**
   * Why a worker was chosen: what the policy made of it and of the one that would have been next,
   * both as they were at that moment. One flat object, as one is made for each placement.
   *
   * @param nextWorker would have been taken without the chosen one; null when it fitted on no
   *     other, or when the task was put behind a running one
   * @param terms what the scores are the weighted sum of; empty where they are no sum
   */
  public record Choice(
      WorkerId worker,
      long score,
      Values values,
      @Nullable WorkerId nextWorker,
      long nextScore,
      Values nextValues,
      List<Term> terms) {
    /** One score and the values of its terms. */
    public record Weighed(WorkerId worker, long score, Values values) {}

    static Choice only(WorkerId worker, long score, Values values, List<Term> terms) {
      return new Choice(worker, score, values, null, 0, Values.NONE, terms);
    }

    public Weighed chosen() {
      return new Weighed(worker, score, values);
    }

    public @Nullable Weighed next() {
      return nextWorker == null ? null : new Weighed(nextWorker, nextScore, nextValues);
    }
  }

  /**
   * Values of terms, 0 to 1000 each, in their order. Found when somebody asks, from what the policy
   * saw; until then that is held on to. For one thread at a time.
   */
  public static final class Values {
    public static final Values NONE = new Values(new int[0]);
    private int @Nullable [] known;
    private @Nullable Seen seen;

    /** What a policy looked at. */
    private record Seen(PlacementPolicy policy, ClassKey task, WorkerState worker, Lore lore) {}

    private Values(int[] known) {
      this.known = known;
    }

    private Values(Seen seen) {
      this.seen = seen;
    }

    /** Values that are known. */
    public static Values of(int... values) {
      return new Values(values.clone());
    }

    static Values of(PlacementPolicy policy, ClassKey task, Room room, Lore lore) {
      return new Values(new Seen(policy, task, room.present(), lore));
    }

    public int count() {
      return settled().length;
    }

    public int at(int term) {
      return settled()[term];
    }

    /** What they are to be found from, or null when they are known. */
    public @Nullable Lore lore() {
      return seen == null ? null : seen.lore;
    }

    /** Finds them now and lets go of what they are found from. */
    public void settle() {
      Seen from = seen;
      if (from != null) {
        known = from.policy.values(from.task, Room.of(from.worker), from.lore).settled();
        seen = null;
      }
    }

    private int[] settled() {
      settle();
      return Objects.requireNonNull(known);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Values that && Arrays.equals(settled(), that.settled());
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(settled());
    }

    @Override
    public String toString() {
      return Arrays.toString(settled());
    }
  }

  /**
   * A factor of a policy.
   *
   * @param weightMilli thousandths
   */
  public record Term(String name, int weightMilli) {}

  /**
   * When a job that finds no room will start at the latest, if what runs takes no longer than is
   * known of it, and nobody comes who goes before it.
   *
   * @param tasks how many of its tasks: one, or a gang
   * @param workerName where the first of them will start
   * @param untilMillis when they will have ended at the latest; {@link Long#MAX_VALUE} for nobody
   *     knows
   * @param grants what is kept for each of them
   */
  public record Promise(
      JobId job,
      int tasks,
      String workerName,
      long atMillis,
      long untilMillis,
      List<Grant> grants) {
    public Promise {
      grants = List.copyOf(grants);
    }
  }

  /** A place on a worker. */
  public record Grant(WorkerId worker, Allocation allocation) {}

  /**
   * A class with tasks left over. Its reasons are those of the workers as the cycle left them; they
   * are found when somebody asks, by one pass over the workers, and kept.
   */
  public static final class Blocked {
    private final ClassKey key;
    private final int waiting;
    private final int ahead;
    private final boolean feasible;
    private final boolean cutShort;
    private final @Nullable Reason heldFor;

    /** Name of the worker that is free for it and that it does not want, or empty. */
    private final String declined;

    private final List<WorkerState> workers;
    private final int refused;
    private final String refusedBy;
    private volatile @Nullable List<Reason> reasons;

    Blocked(
        Cursor cursor,
        int ahead,
        boolean feasible,
        boolean cutShort,
        List<WorkerState> workersAfter) {
      this.key = cursor.waiting.key();
      this.waiting = cursor.left;
      this.ahead = ahead;
      this.feasible = feasible;
      this.cutShort = cutShort;
      Reason kept = cursor.passedFor == null ? cursor.heldFor : cursor.passedFor;
      this.heldFor = cutShort ? null : kept;
      this.declined = cursor.declined == null ? "" : cursor.declined.spec().name();
      this.workers = workersAfter;
      List<Room> refused = cursor.candidates().refused();
      this.refused = refused.size();
      this.refusedBy = refused.isEmpty() ? "" : refused.getFirst().spec().name();
    }

    public ClassKey key() {
      return key;
    }

    /** How many of its eligible tasks were not placed. */
    public int waiting() {
      return waiting;
    }

    /** Classes before it in the queue that are blocked too. */
    public int ahead() {
      return ahead;
    }

    /** False when no registered worker could run it even when empty. */
    public boolean feasible() {
      return feasible;
    }

    /** Whether it could go on, and only the bound of one plan stopped it. */
    public boolean cutShort() {
      return cutShort;
    }

    /** At least one, most workers first. */
    public List<Reason> reasons() {
      List<Reason> known = reasons;
      if (known == null) {
        known = refused == 0 || cutShort ? found() : List.of(refusal());
        boolean placeable = known.getFirst().code() == Reason.Code.NEXT_CYCLE;
        if (placeable && !declined.isEmpty()) {
          known = List.of(new Reason(Reason.Code.FASTER_WORKER, 1, 0, 0, declined, ""));
        }
        reasons = known;
      }
      return known;
    }

    private List<Reason> found() {
      List<Reason> found = Diagnosis.of(key, workers).reasons();
      if (heldFor == null || !feasible) {
        return List.copyOf(found);
      }
      List<Reason> all = new ArrayList<>();
      all.add(heldFor);
      found.stream().filter(reason -> reason.code() != Reason.Code.NEXT_CYCLE).forEach(all::add);
      return List.copyOf(all);
    }

    /** Where it would fit, the policy does not want it: what else is missing elsewhere is small. */
    private Reason refusal() {
      return new Reason(Reason.Code.POLICY_FILTER, refused, 0, 0, refusedBy, "");
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Blocked that
          && key.equals(that.key)
          && waiting == that.waiting
          && ahead == that.ahead
          && feasible == that.feasible
          && cutShort == that.cutShort
          && reasons().equals(that.reasons());
    }

    @Override
    public int hashCode() {
      return key.hashCode() * 31 + waiting;
    }

    @Override
    public String toString() {
      return waiting + " of " + key + (feasible ? " wait: " : " never: ") + reasons();
    }
  }
}
