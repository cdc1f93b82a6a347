/**
 * Both ends of the conversation between master and workers, and the master's loop, as state
 * machines without I/O.
 *
 * <p>Start with {@link io.github.packtrain.session.loop.MasterLoop} (commands in, facts and effects
 * out) and {@link io.github.packtrain.session.worker.WorkerSession} (the worker's end). Both are
 * driven live by the shells in {@code master} and {@code worker}, and on virtual time by {@code
 * simulator}.
 *
 * <pre>
 *   worker                                   master
 *   Register(uid, incarnation, held)   →
 *                                      ←     Registered(worker, lease), Assignments(full)
 *   Heartbeat(n)                       →
 *                                      ←     HeartbeatAnswer(n)
 *                                      ←     Assignments(start, stop)        once durable
 *   Reports(last, …)                   →
 *                                      ←     ReportsAcknowledged(last)       once durable
 * </pre>
 */
@NullMarked
package io.github.packtrain.session;

import org.jspecify.annotations.NullMarked;
