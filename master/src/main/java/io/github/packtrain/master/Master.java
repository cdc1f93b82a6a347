package io.github.packtrain.master;

/** Placeholder until the loop lands. */
public final class Master {
  private Master() {}
}
