package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Lore;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Plan.Term;
import io.github.packtrain.core.plan.Plan.Values;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Room;
import java.util.List;

/**
 * The worker that promises most useful work by what was learned of it at this kind of task: speed ×
 * reliability, and a tenth for the worth of learning more, so that an unknown worker is tried and
 * never preferred for ever. A worker that fails fast is not fast: only success teaches speed.
 * Equals as in best_fit by order.
 */
final class Adaptive implements PlacementPolicy {
  private static final int PROMISE = 9;

  /** More than {@link BestFit#inOrder} ever is for machines of up to a thousand devices. */
  private static final long STEP = 1L << 42;

  private static final List<Term> TERMS =
      List.of(
          new Term("speed_times_reliability", PROMISE * Shares.ALL),
          new Term("exploration", Shares.ALL));

  private Lore lore = Lore.NONE;
  private long epoch;

  @Override
  public void begin(PlanView view) {
    if (view.lore() != lore) {
      lore = view.lore();
      epoch++;
    }
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public long score(ClassKey task, Room room) {
    long useful =
        (long) lore.speed(task, room.worker()) * lore.reliability(task, room.worker()) / Shares.ALL;
    long promise = PROMISE * useful + lore.exploration(task, room.worker());
    return -promise * STEP + Math.min(BestFit.inOrder(task.request(), room), STEP - 1);
  }

  @Override
  public List<Term> terms() {
    return TERMS;
  }

  @Override
  public Values values(ClassKey task, Room room, Lore withLore) {
    return Values.of(
        withLore.speed(task, room.worker())
            * withLore.reliability(task, room.worker())
            / Shares.ALL,
        withLore.exploration(task, room.worker()));
  }
}
