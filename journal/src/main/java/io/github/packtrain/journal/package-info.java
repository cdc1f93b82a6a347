/**
 * The durable truth: an append-only log of batches, snapshots of the state it leads to, and
 * backups.
 *
 * <pre>
 *   data directory (one process at a time, {@link io.github.packtrain.journal.DataDirectory})
 *     journal.db, journal.db-wal   the batches        {@link io.github.packtrain.journal.BatchLog}
 *     journal.position             what was acknowledged, apart from the batches themselves
 *     snapshots/                   the last two states {@link io.github.packtrain.journal.Snapshot}
 * </pre>
 *
 * <p>Start reading at {@link io.github.packtrain.journal.Journal}, which opens all of it in the
 * right order, then {@link io.github.packtrain.journal.BatchLog}. What counts as damage and what as
 * the harmless torn end of a crash is decided in {@code docs/decisions/0002-journal-damage.md}.
 *
 * <p>Threads: a log may be called from any thread, one call at a time; appends are meant to come
 * from one.
 */
@NullMarked
package io.github.packtrain.journal;

import org.jspecify.annotations.NullMarked;
