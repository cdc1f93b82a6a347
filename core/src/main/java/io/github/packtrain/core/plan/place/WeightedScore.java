package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Lore;
import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.plan.Plan.Term;
import io.github.packtrain.core.plan.Plan.Values;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Room;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The worker with the highest weighted sum of all {@link Factor factors}. Each weight is an option
 * by the factor's name; 0 switches it off. {@link ScorePreset} names weights that go together.
 *
 * <p><b>Cost:</b> nine small sums a score; while something is being learned, all scores anew when
 * the lore's version changes.
 */
public final class WeightedScore implements PlacementPolicy {
  private static final Factor[] FACTORS = Factor.values();

  private final int[] weightsMilli = new int[FACTORS.length];
  private Lore lore = Lore.NONE;
  private long epoch;

  /** Null where nobody waits for a faster worker. */
  private final @Nullable Patience patience;

  WeightedScore(Options options) {
    ScorePreset preset = ScorePreset.of(options);
    for (Factor factor : FACTORS) {
      weightsMilli[factor.ordinal()] =
          options.weightMilli(factor.option(), preset.weightOf(factor));
    }
    int patienceMilli = options.weightMilli("patience", preset.patience());
    patience = patienceMilli == 0 ? null : new Patience(patienceMilli / 1_000.0);
  }

  @Override
  public void begin(PlanView view) {
    if (view.lore() != lore) {
      lore = view.lore();
      epoch++;
    }
    if (patience != null) {
      patience.begin(view);
    }
  }

  @Override
  public boolean accepts(ClassKey task, Room room) {
    return patience == null || patience.accepts(task, room);
  }

  @Override
  public void placed(ClassKey task, Room room) {
    if (patience != null) {
      patience.placed(task, room);
    }
  }

  @Override
  public void withdrawn(ClassKey task, Room room) {
    if (patience != null) {
      patience.withdrawn(task, room);
    }
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public long score(ClassKey task, Room room) {
    long sum = 0;
    for (Factor factor : FACTORS) {
      int weight = weightsMilli[factor.ordinal()];
      sum += weight == 0 ? 0 : weight * factor.of(task, room, lore);
    }
    return -sum;
  }

  @Override
  public List<Term> terms() {
    List<Term> terms = new ArrayList<>();
    for (Factor factor : FACTORS) {
      terms.add(new Term(factor.option(), weightsMilli[factor.ordinal()]));
    }
    return terms;
  }

  @Override
  public Values values(ClassKey task, Room room, Lore withLore) {
    int[] values = new int[FACTORS.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) FACTORS[i].of(task, room, withLore);
    }
    return Values.of(values);
  }
}
