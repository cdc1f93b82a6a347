/**
 * What we ask of the operating system about processes: start one in a session of its own, learn how
 * it ended, signal it, see who descends from it, read clocks that go on during a suspend, give back
 * the middle of a file.
 *
 * <p>Start reading at {@link io.github.packtrain.worker.process.Processes}, which is chosen once
 * per JVM: native calls through {@code java.lang.foreign} where they are to be had, and {@code
 * ProcessBuilder} elsewhere. {@link io.github.packtrain.worker.process.ProcessTable} reads {@code
 * /proc}. Nothing in here decides anything; the guard does.
 */
@NullMarked
package io.github.packtrain.worker.process;

import org.jspecify.annotations.NullMarked;
