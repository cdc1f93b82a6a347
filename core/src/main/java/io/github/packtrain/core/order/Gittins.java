package io.github.packtrain.core.order;

import java.util.List;

/**
 * Least expected service for a success, learned from the tasks that ended before.
 *
 * <p><b>Goals in order:</b> (1) the smallest average time to completion, as far as it can be had
 * without knowing how long a job will run; (2) no estimate is asked of anybody.
 *
 * <p><b>Rule:</b> of the tasks that ran longer than this one has, some end within the next Δ. The
 * expected time spent on it within Δ, divided by the chance that it ends in it, is the price of a
 * success; the key is the smallest price over all Δ, times the devices held. Tasks on as many
 * devices count fully, others by the option {@code others}. Three made-up tasks, a short, a
 * middling and a long one, stand for what nobody has seen yet.
 *
 * <p><b>Example:</b> 100 tasks took 1 minute, 100 took 10 hours. A new job's price is about 2
 * minutes: half of them end after one. One that ran for two minutes has a price of 10 hours, and
 * all new jobs go first.
 *
 * <p><b>Cost:</b> a pass over the samples, at most {@value Experience#SAMPLES_MAX}, when a job
 * comes or is taken back; one for each waiting job when the samples grew by an eighth.
 *
 * <p>Source: Gittins, Bandit Processes and Dynamic Allocation Indices, 1979; for clusters: Gu et
 * al., Tiresias, NSDI 2019.
 *
 * @param priorMillis the middling one of the made-up tasks
 * @param others weight of tasks that held another number of devices, 0 to 1
 * @param widthWeight exponent of the devices held, 0 to 1
 */
record Gittins(
    long priorMillis, double others, double widthWeight, boolean byPriority, boolean repack)
    implements Order {
  private static final double SHORT_WEIGHT = 1;
  private static final double MIDDLE_WEIGHT = 1;
  private static final double LONG_WEIGHT = 1;

  @Override
  public String name() {
    return "gittins";
  }

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public long key(Standing job, Experience seen) {
    double price = price(job, seen.samples());
    return Orders.weighed((long) Math.min(price, Long.MAX_VALUE / 2.0), job, widthWeight);
  }

  private double price(Standing job, List<Experience.Sample> samples) {
    long ran = job.ranMillis();
    int size = samples.size() + 3;
    double[] left = new double[size];
    double[] weight = new double[size];
    double[][] made = {
      {priorMillis / 10.0, SHORT_WEIGHT},
      {(double) ran + priorMillis, MIDDLE_WEIGHT},
      {4.0 * ran + 10.0 * priorMillis, LONG_WEIGHT}
    };
    int count = 0;
    int next = 0;
    for (Experience.Sample sample : samples) {
      double rest = (double) sample.ranMillis() - ran;
      if (rest > 0) {
        while (next < made.length && made[next][0] < rest) {
          left[count] = made[next][0];
          weight[count++] = made[next++][1];
        }
        left[count] = rest;
        weight[count++] = sample.togetherMilli() == job.togetherMilli() ? 1 : others;
      }
    }
    while (next < made.length) {
      left[count] = made[next][0];
      weight[count++] = made[next++][1];
    }
    return cheapest(left, weight, count);
  }

  /** The smallest of expected time by chance of success, over all times; growing {@code left}. */
  private static double cheapest(double[] left, double[] weight, int count) {
    double open = 0;
    for (int i = 0; i < count; i++) {
      open += weight[i];
    }
    double best = Double.MAX_VALUE;
    double ended = 0;
    double spentByEnded = 0;
    for (int i = 0; i < count; i++) {
      ended += weight[i];
      spentByEnded += weight[i] * left[i];
      if (ended > 0) {
        best = Math.min(best, (spentByEnded + (open - ended) * left[i]) / ended);
      }
    }
    return best;
  }
}
