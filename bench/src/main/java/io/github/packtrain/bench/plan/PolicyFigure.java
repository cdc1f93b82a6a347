package io.github.packtrain.bench.plan;

import io.github.packtrain.core.plan.place.PlacementChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a placement policy costs against best_fit: the cycle of {@link CycleFigure} and the
 * placements of {@link PlacementFigure}, all policies one after the other and that several times,
 * so that all see the same machine.
 */
final class PolicyFigure {
  private static final int WORKERS = 1_000;
  private static final int WAITING = 100_000;
  private static final int CYCLES = 200;
  private static final int ROUNDS = 20;
  private static final int TURNS = 3;
  private static final int WARM_UPS = 3;

  private PolicyFigure() {}

  static void print(Sheet sheet, List<PlacementChoice> policies) {
    double[][] cycle = new double[policies.size() + 1][TURNS];
    double[][] placement = new double[policies.size() + 1][TURNS];
    List<PlacementChoice> all = new ArrayList<>(policies);
    all.add(PlacementChoice.BEST_FIT);
    for (int i = 0; i < WARM_UPS; i++) {
      cycleMillis(PlacementChoice.BEST_FIT);
      placementMicros(PlacementChoice.BEST_FIT);
    }
    for (int turn = 0; turn < TURNS; turn++) {
      for (int i = 0; i < all.size(); i++) {
        cycle[i][turn] = cycleMillis(all.get(i));
        placement[i][turn] = placementMicros(all.get(i));
      }
    }
    double bestCycle = Sheet.median(cycle[policies.size()]);
    double bestPlacement = Sheet.median(placement[policies.size()]);
    for (int i = 0; i < policies.size(); i++) {
      String name = policies.get(i) + ": ";
      double own = Sheet.median(cycle[i]);
      double each = Sheet.median(placement[i]);
      sheet.add(name + "cycle, p50", own, "ms", "");
      sheet.add(name + "cycle against best_fit", own / bestCycle, "times", "<= 2.5");
      sheet.add(name + "placement and release", each, "us", "");
      sheet.add(name + "placement against best_fit", each / bestPlacement, "times", "<= 2.5");
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
