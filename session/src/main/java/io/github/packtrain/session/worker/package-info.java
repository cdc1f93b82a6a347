/**
 * The worker's end of the conversation, without I/O.
 *
 * <p>Start with {@link io.github.packtrain.session.worker.WorkerSession}: the shell tells it what
 * happened (a message came, an attempt ended, time passed) and carries out the actions that it
 * answers.
 */
@NullMarked
package io.github.packtrain.session.worker;

import org.jspecify.annotations.NullMarked;
