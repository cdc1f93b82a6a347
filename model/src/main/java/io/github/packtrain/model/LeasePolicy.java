package io.github.packtrain.model;

/**
 * What becomes of a running attempt when its worker hears nothing from a master for longer than the
 * lease.
 */
public enum LeasePolicy {
  /** It runs on and is offered again when the master is back. */
  KEEP,
  /** It is ended by the guard. Tasks that must never overlap with their replacement use this. */
  STOP
}
