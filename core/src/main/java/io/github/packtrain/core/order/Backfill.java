package io.github.packtrain.core.order;

/**
 * Who may start before a job of its queue that comes first and finds no room. Who waits gets a
 * promised start, and what starts before it must not delay that.
 */
public enum Backfill {
  /**
   * Nothing is promised: whoever fits goes, and a large job may wait as long as smaller ones come.
   */
  NONE,
  /** The first that finds no room is promised a start. */
  EASY,
  /** Everybody who finds no room is, one after the other. */
  CONSERVATIVE
}
