package io.github.packtrain.search;

/** What an algorithm answers when it is asked. */
sealed interface Advice {
  /** Evaluate this. */
  record Propose(Candidate candidate, Origin origin) implements Advice {}

  /** Nothing until a running trial ends. Only allowed while one runs. */
  record Wait() implements Advice {}

  /** Nothing ever again. */
  record Exhausted() implements Advice {}
}
