package io.github.packtrain.core.order;

import java.util.List;

/**
 * Least attained service, in two dimensions: time and devices.
 *
 * <p><b>Goals in order:</b> (1) short jobs end soon although nobody knows which ones are short; (2)
 * few changes of who runs.
 *
 * <p><b>Rule:</b> a job starts on the first level and falls by one whenever the device-time that it
 * got passes the next limit; lower levels go first. On one level those that just ran go before
 * those that wait, and those that fell go last.
 *
 * <p><b>Example:</b> with limits of 1 h and 2 h (times devices), a job on 4 devices falls after 15
 * minutes and again after 30.
 *
 * <p><b>Cost:</b> one comparison for each limit, when a job comes, falls or is taken back.
 *
 * <p>Source: Gu et al., Tiresias: A GPU Cluster Manager for Distributed Deep Learning, NSDI 2019.
 *
 * @param limits device-milliseconds, growing
 */
record LeastAttained(List<Long> limits, boolean byPriority, boolean repack) implements Order {
  LeastAttained {
    limits = List.copyOf(limits);
  }

  @Override
  public String name() {
    return "las";
  }

  @Override
  public long key(Standing job, Experience seen) {
    int level = 0;
    while (level < limits.size() && job.attainedMillis() >= limits.get(level)) {
      level++;
    }
    return level;
  }

  @Override
  public boolean keepsTurns() {
    return true;
  }

  @Override
  public long reviewAfterMillis(Standing job) {
    int level = (int) key(job, Experience.NONE);
    if (level == limits.size()) {
      return Long.MAX_VALUE;
    }
    long missing = Standing.times(limits.get(level) - job.attainedMillis(), 1_000);
    long perMilli = job.togetherMilli();
    return (missing + perMilli - 1) / perMilli;
  }
}
