package io.github.packtrain.search;

/**
 * Ask and tell. {@link #ask} is pure: asked twice with the same arguments it answers the same.
 * State comes from the other methods alone, which {@link Study#apply} calls, so that it is a
 * function of the events.
 */
interface Algorithm {
  /** What to evaluate next as trial number {@code trial}. */
  Advice ask(int trial, RandomStream random);

  /** The proposal was recorded and runs. */
  void suggested(int trial, Advice.Propose proposal);

  /** A trial completed, or was imported without having been suggested. */
  void scored(Individual individual);

  /** A suggested trial failed or was infeasible; it has no score. */
  void lost(int trial);
}
