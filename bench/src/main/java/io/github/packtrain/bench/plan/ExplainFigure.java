package io.github.packtrain.bench.plan;

import io.github.packtrain.core.plan.place.PlacementChoice;
import java.util.List;

/**
 * What it costs the planner that it says why each placement got its worker: the placements of
 * {@link PlacementFigure}, round by round by turns with a planner that does not say it, so that
 * both see the same machine. Reasons why others wait are found when somebody asks, so they cost the
 * planner nothing.
 */
final class ExplainFigure {
  private static final int PAIRS = 6;
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 40;

  private ExplainFigure() {}

  static void print(Sheet sheet) {
    for (PlacementChoice placement :
        List.of(PlacementChoice.PACKING, PlacementChoice.BEST_FIT, PlacementChoice.of("score"))) {
      double[] shares = new double[PAIRS];
      for (int pair = 0; pair < PAIRS; pair++) {
        // Where things come to lie in memory counts, so each is the first to be built by turns.
        boolean tellingFirst = pair % 2 == 0;
        Site first = filled(placement, tellingFirst);
        Site second = filled(placement, !tellingFirst);
        shares[pair] = tellingFirst ? percentMore(first, second) : percentMore(second, first);
      }
      sheet.add(
          placement + ": saying why, of the planner's time", Sheet.median(shares), "%", "<= 5");
    }
  }

  private static Site filled(PlacementChoice placement, boolean telling) {
    Site empty = telling ? new Site(placement) : Site.withoutChoices(placement);
    return PlacementFigure.filled(empty, PlacementFigure.WORKERS);
  }

  /** Both make the very same decisions. */
  private static double percentMore(Site telling, Site silent) {
    double[] told = new double[ROUNDS];
    double[] kept = new double[ROUNDS];
    for (int i = -WARM_UP; i < ROUNDS; i++) {
      long with = PlacementFigure.round(telling)[1];
      long without = PlacementFigure.round(silent)[1];
      if (i >= 0) {
        told[i] = with;
        kept[i] = without;
      }
    }
    double usual = Sheet.median(kept);
    return 100 * (Sheet.median(told) - usual) / usual;
  }
}
