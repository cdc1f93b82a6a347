package io.github.packtrain.core.policy;

/** What a policy decides. */
public enum PolicyKind {
  /** Who of a queue goes first; each queue has its own. */
  ORDER,
  /** Where a task goes; one for the cluster. */
  PLACEMENT
}
