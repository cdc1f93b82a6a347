/**
 * The durable truth: an append-only log of batches, snapshots of the state it leads to, backups,
 * and the history of what has ended.
 *
 * <pre>
 *   data directory (one process at a time, {@link io.github.packtrain.journal.DataDirectory})
 *     journal.db, journal.db-wal   the batches         {@link io.github.packtrain.journal.BatchLog}
 *     journal.position             what was acknowledged, apart from the batches themselves
 *     journal.reserve              space put by for a full disk
 *     snapshots/                   the last two states {@link io.github.packtrain.journal.Snapshot}
 *     history.db                   what has ended      {@link io.github.packtrain.journal.History}
 *
 *   loop ── EventCodec.encode ──► BatchLog.append ──► replica ──► History.project, then Journal.writeSnapshot
 * </pre>
 *
 * <p>Start reading at {@link io.github.packtrain.journal.Journal}, which opens all of it in the
 * right order, then {@link io.github.packtrain.journal.BatchLog} and {@link
 * io.github.packtrain.journal.EventCodec}. What counts as damage and what as the harmless torn end
 * of a crash is decided in {@code docs/decisions/0002-journal-damage.md}.
 *
 * <p>Threads: every public type may be called from any thread, one call at a time; appends are
 * meant to come from one, projection from another.
 */
@NullMarked
package io.github.packtrain.journal;

import org.jspecify.annotations.NullMarked;
