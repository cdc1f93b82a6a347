/**
 * The threads around {@link io.github.packtrain.session.loop.MasterLoop}. Start at {@link
 * io.github.packtrain.master.shell.Shell}.
 *
 * <pre>
 *   gRPC, timer ──► Inbox ──► loop ──────────► journal ──────────► replica ──► reads, waits, snapshots
 *                     ▲     [decides,        [makes durable,      [applies
 *                     │      applies]         then replies         again] ──► history [writes what ended]
 *                  planner ◄───┘ view         and dispatches]
 * </pre>
 *
 * One thread each: loop, planner, journal, replica, history; what passes between them is immutable.
 * The replica gets a batch before anybody hears of it and serves its reads in order of arrival, so
 * that everybody reads their own writes. Every queue is bounded: calls and reads by a number of
 * places, workers by credit (a stream is asked for more when the loop has taken what it sent), the
 * journal by two batches, so that the loop makes larger batches while the disk is busy, the history
 * by 60,000 events, for which the replica waits. A snapshot counts only when the history durably
 * has what it stands for, because replay never goes back before it.
 */
@NullMarked
package io.github.packtrain.master.shell;

import org.jspecify.annotations.NullMarked;
