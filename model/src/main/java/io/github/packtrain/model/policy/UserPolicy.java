package io.github.packtrain.model.policy;

import java.util.Map;

/**
 * A policy that is not Packtrain's own. Found by {@link java.util.ServiceLoader}: public, with a
 * public constructor without parameters, and also a {@link JobOrder}, or a {@link WorkerFilter} or
 * {@link WorkerScorer} or both.
 *
 * <p>An object is made anew whenever the policy is put in force, and belongs to one thread at a
 * time. Its answers may depend on its options and on what it is asked about and on nothing else: no
 * clock, no randomness, nothing remembered. A call that throws, or does not come back within the
 * master's bound, cuts the policy off: the default takes over, and nothing else is lost.
 */
public interface UserPolicy {
  /**
   * As it is set: lower-case letters, digits and {@code _}, beginning with a letter, at most 40.
   */
  String name();

  /** What it is for, in one line. */
  String goal();

  /** What it takes, by name, each with its range and default in words. */
  default Map<String, String> options() {
    return Map.of();
  }

  /**
   * Called once, before anything is asked.
   *
   * @param values those that were set; only names from {@link #options}
   * @throws IllegalArgumentException when a value is out of range; its message is shown
   */
  default void configure(Map<String, String> values) {}
}
