/**
 * The guard: one small second process per worker, which starts attempts, keeps their exit codes,
 * bounds their output and ends them, and which outlives the worker's JVM.
 *
 * <pre>
 *   worker JVM                            guard JVM (own session, subreaper)
 *   ┌───────────────┐   unix socket   ┌──────────────────────────────────────┐
 *   │ main loop     │   frames        │ link ─┐                              │   spawn    ┌─────────┐
 *   │   └ Guard ────┼────────────────►│       ├► queue ► GuardLoop ──────────┼──────────► │ attempt │
 *   │ GuardListener ◄─────────────────│ reaper┘        (one thread owns all) │  TERM/KILL │ session │
 *   └───────────────┘                 └──────────────────────────────────────┘            └─────────┘
 *                                       attempts/J42-17.1/ {guard.attempt, guard.status, stdout.log, …}
 * </pre>
 *
 * <p>Why a process of its own: the lease must be enforced also when the worker's JVM is frozen,
 * swapped out or dead, and exit codes must have a parent that is still there to take them. What the
 * guard knows of an attempt is in the attempt's directory before anybody is told of it, so a guard
 * that is killed is replaced by one that finds everything again; only the exit codes of processes
 * that end between the two are lost, and are said to be.
 *
 * <p>Start reading at {@link io.github.packtrain.worker.guard.Guard} for the worker's side, at
 * {@code GuardMain} and then {@code GuardLoop} for the other. {@code TreeEnder} is how a whole
 * process tree is ended, {@code OutputBound} how output stays bounded without ever blocking a task.
 */
@NullMarked
package io.github.packtrain.worker.guard;

import org.jspecify.annotations.NullMarked;
