/**
 * A master in this process and workers beside it, for commands that are given no master.
 *
 * <pre>
 *   packtrain study run FILE
 *     |-- EmbeddedMaster        same process, free ports, the local data directory
 *     '-- WorkerProcesses       one JVM each; they end when this process does, even by kill -9,
 *                               because their standard input is a pipe that ends with it
 * </pre>
 *
 * <p>Start at {@link io.github.packtrain.cli.embedded.Connector}.
 */
@NullMarked
package io.github.packtrain.cli.embedded;

import org.jspecify.annotations.NullMarked;
