package io.github.packtrain.core.order;

/** An order that is nothing but a key. */
record ByKey(String name, Rule rule, boolean byPriority, boolean repack) implements Order {
  /** The key of a job. */
  interface Rule {
    long key(Standing job);
  }

  @Override
  public long key(Standing job, Experience seen) {
    return rule.key(job);
  }
}
