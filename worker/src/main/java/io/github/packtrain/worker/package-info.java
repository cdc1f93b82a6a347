/**
 * The worker: one process per machine that runs attempts for a master.
 *
 * <p>Start with {@link io.github.packtrain.worker.WorkerMain}, then {@link
 * io.github.packtrain.worker.Worker}: one thread owns the {@code WorkerSession} and carries out its
 * actions; everything that happens elsewhere comes to it through a queue.
 *
 * <pre>
 *   MasterStream (gRPC) ──► queue ──► Worker loop ── actions ──► MasterStream.send
 *   Guard listener ───────►   │         │  WorkerSession     ├──► CommandAttempts ──► guard process ──► tasks
 *   HandlerAttempts ──────►   │         │                    └──► HandlerAttempts ──► threads
 *   timer ────────────────►   ┘
 * </pre>
 */
@NullMarked
package io.github.packtrain.worker;

import org.jspecify.annotations.NullMarked;
