package io.github.packtrain.core.plan.place;

import io.github.packtrain.model.GpuRequest;

/**
 * What a hole on a device is worth, by what is asked for: the prices of bin packing.
 *
 * <p>Each size of share gets the price that it has in the cheapest packing of the whole demand on
 * devices (the dual of the cutting-stock problem, Gilmore and Gomory 1961): no set of shares that
 * fits one device costs more than the device, and the demand costs as much as it can. A hole is
 * worth the dearest set that fits it. A placement that pays its price for what it takes wastes
 * nothing; one that leaves a hole nobody fills has to pay for the hole too.
 *
 * <p><b>Example:</b> the demand has shares of 810, 470 and some of 160. Most devices that hold an
 * 810 will never find a 160, so 810 costs a whole device, 470 half of one and 160 nothing: a 160
 * belongs into the hole beside an 810, not beside a 470.
 *
 * <p><b>Algorithm:</b> subgradient ascent with steps 0.05 / √n: find the dearest pattern by dynamic
 * programming, scale the prices so that it costs one device, raise the prices of what the pattern
 * lacks. Some 400 rounds on sizes in hundredths of a device come within a thousandth of the optimum
 * on recorded demands.
 *
 * <p><b>Cost:</b> 400 × 100 × number of sizes, when the demand changes.
 */
final class HolePrices {
  private static final int GRAINS = 100;
  private static final int GRAIN = GpuRequest.WHOLE / GRAINS;
  private static final int ROUNDS = 400;
  private static final double STEP = 0.05;

  /** Below this, one is not dearer than the other. */
  private static final double NOTHING = 1e-12;

  private final int[] worth = new int[GRAINS + 1];

  private HolePrices() {}

  static HolePrices of(TypicalRequests typical) {
    double[] demand = new double[GRAINS + 1];
    double all = 0;
    for (TypicalRequests.Type type : typical.types) {
      int grains = (type.gpu().milli() + GRAIN - 1) / GRAIN;
      double amount = (double) type.weight() * type.gpu().count();
      demand[grains] += amount;
      all += amount;
    }
    HolePrices prices = new HolePrices();
    if (all > 0) {
      for (int i = 0; i <= GRAINS; i++) {
        demand[i] /= all;
      }
      prices.settle(demand);
    }
    return prices;
  }

  /** What a hole of that many thousandths is worth, in thousandths of a device. */
  int worth(int milli) {
    return worth[milli / GRAIN];
  }

  private void settle(double[] demand) {
    double[] price = new double[GRAINS + 1];
    double[] best = new double[GRAINS + 1];
    double bestTotal = 0;
    for (int i = 0; i <= GRAINS; i++) {
      price[i] = demand[i] > 0 ? (double) i / GRAINS : 0;
    }
    double[] value = new double[GRAINS + 1];
    int[] last = new int[GRAINS + 1];
    for (int round = 1; round <= ROUNDS; round++) {
      double device = dearest(demand, price, value, last);
      double total = 0;
      for (int i = 0; i <= GRAINS; i++) {
        price[i] /= device;
        total += demand[i] * price[i];
      }
      if (total > bestTotal) {
        bestTotal = total;
        System.arraycopy(price, 0, best, 0, price.length);
      }
      step(demand, price, last, total, STEP / StrictMath.sqrt(round));
    }
    double device = dearest(demand, best, value, last);
    for (int i = 0; i <= GRAINS; i++) {
      worth[i] = (int) StrictMath.rint(GpuRequest.WHOLE * value[i] / device);
    }
  }

  /** Raises the prices of what the dearest pattern has too little of, lowers the others. */
  private static void step(double[] demand, double[] price, int[] last, double total, double step) {
    int[] pattern = new int[GRAINS + 1];
    int hole = GRAINS;
    while (hole > 0) {
      pattern[last[hole]]++;
      hole -= Math.max(1, last[hole]);
    }
    for (int i = 1; i <= GRAINS; i++) {
      if (demand[i] > 0) {
        price[i] = Math.max(0, price[i] + step * (demand[i] - total * pattern[i]));
      }
    }
  }

  /**
   * Fills {@code value} with the dearest set for each hole, {@code last} with one of its sizes (0
   * when a grain stays empty); answers that of a whole device.
   */
  private static double dearest(double[] demand, double[] price, double[] value, int[] last) {
    for (int hole = 1; hole <= GRAINS; hole++) {
      value[hole] = value[hole - 1];
      last[hole] = 0;
      for (int size = 1; size <= hole; size++) {
        double found = demand[size] > 0 ? value[hole - size] + price[size] : 0;
        if (found > value[hole] + NOTHING) {
          value[hole] = found;
          last[hole] = size;
        }
      }
    }
    return value[GRAINS];
  }
}
