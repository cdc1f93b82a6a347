package io.github.packtrain.core.order;

/**
 * An order that is not Packtrain's own: its keys are made outside of the core and come in as events
 * ({@code JobsRanked}), so that the state can be rebuilt without it. Who has no key yet goes last.
 */
record Ranked(String name) implements Order {
  @Override
  public long key(Standing job, Experience seen) {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean byPriority() {
    return false;
  }

  @Override
  public boolean isRanked() {
    return true;
  }
}
