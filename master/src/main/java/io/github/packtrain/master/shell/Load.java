package io.github.packtrain.master.shell;

/**
 * How busy the master is.
 *
 * @param inputs that wait for the loop
 * @param batches made durable since the start
 * @param appendNanos spent on that
 * @param journalPosition events in the journal
 * @param replicaPosition events in the replica
 * @param replicaLagMax by how many events the replica was ever behind
 */
public record Load(
    int inputs,
    long batches,
    long appendNanos,
    long journalPosition,
    long replicaPosition,
    long replicaLagMax) {}
