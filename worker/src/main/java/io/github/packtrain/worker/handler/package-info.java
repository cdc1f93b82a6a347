/**
 * Tasks that are Java code: a {@link io.github.packtrain.worker.handler.TaskHandler} that the
 * worker finds by name through {@link java.util.ServiceLoader} and runs on a thread of its own JVM.
 *
 * <p>Built in are {@code noop}, {@code sleep}, {@code table} (looks results up in a CSV file) and
 * {@code mlp-two-spirals} (trains a real neural network in a second). A handler is trusted: it
 * shares the worker's memory and can only be asked to end, by an interrupt. What must be limited or
 * ended for certain is run as a command, under the guard.
 *
 * <p>Start reading at {@link io.github.packtrain.worker.handler.TaskHandler} to write one, and at
 * {@link io.github.packtrain.worker.handler.HandlerAttempts} for how they are run.
 */
@NullMarked
package io.github.packtrain.worker.handler;

import org.jspecify.annotations.NullMarked;
