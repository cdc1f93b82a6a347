package io.github.packtrain.search;

/** Why a study suggests nothing at the moment. */
public enum WaitReason {
  /** It is over. */
  ENDED,
  /** Somebody paused it. */
  PAUSED,
  /** All trials of the budget are suggested; the last ones run. */
  ALL_SUGGESTED,
  /** As many trials run as may. */
  PARALLEL_LIMIT,
  /** The algorithm waits for the rest of a generation. */
  GENERATION,
  /** The algorithm has nothing more to suggest; the last trials run. */
  EXHAUSTED
}
