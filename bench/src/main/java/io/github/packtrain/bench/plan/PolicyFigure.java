package io.github.packtrain.bench.plan;

import io.github.packtrain.core.plan.place.PlacementChoice;
import java.util.Arrays;
import java.util.List;

/**
 * What a placement policy costs against best_fit: the cycle of {@link CycleFigure} and the
 * placements of {@link PlacementFigure}, each policy by turns with best_fit so that both see the
 * same machine.
 */
final class PolicyFigure {
  private static final int WORKERS = 1_000;
  private static final int WAITING = 100_000;
  private static final int CYCLES = 200;
  private static final int ROUNDS = 20;
  private static final int TURNS = 3;

  private PolicyFigure() {}

  static void print(Sheet sheet, List<PlacementChoice> policies) {
    for (PlacementChoice policy : policies) {
      double[] cycle = new double[TURNS];
      double[] cycleOfBestFit = new double[TURNS];
      double[] placement = new double[TURNS];
      double[] placementOfBestFit = new double[TURNS];
      for (int i = 0; i < TURNS; i++) {
        cycleOfBestFit[i] = cycleMillis(PlacementChoice.BEST_FIT);
        cycle[i] = cycleMillis(policy);
        placementOfBestFit[i] = placementMicros(PlacementChoice.BEST_FIT);
        placement[i] = placementMicros(policy);
      }
      double cycleRatio = Sheet.median(cycle) / Sheet.median(cycleOfBestFit);
      double placementRatio = Sheet.median(placement) / Sheet.median(placementOfBestFit);
      sheet.add(policy + ": cycle, p50", Sheet.median(cycle), "ms", "");
      sheet.add(policy + ": cycle against best_fit", cycleRatio, "times", "<= 2.5");
      sheet.add(policy + ": placement and release", Sheet.median(placement), "us", "");
      sheet.add(policy + ": placement against best_fit", placementRatio, "times", "<= 2.5");
    }
  }

  private static double cycleMillis(PlacementChoice policy) {
    long[] total = new CycleFigure(WORKERS, WAITING, CYCLES, policy).measure().total();
    return Sheet.median(Arrays.stream(total).asDoubleStream().toArray()) / 1e6;
  }

  private static double placementMicros(PlacementChoice policy) {
    return 1e6 / PlacementFigure.measure(new Site(policy), ROUNDS).all();
  }
}
