/**
 * The services: wire in, wire out. Each method checks its request, sends it to the loop ({@link
 * io.github.packtrain.master.shell.Calls}) or reads from the replica ({@link
 * io.github.packtrain.master.shell.Replica}), and answers when that is done; none blocks. Start at
 * {@link io.github.packtrain.master.api.Services}. How the state looks on the wire is said in the
 * {@code *View} classes and nowhere else.
 */
@NullMarked
package io.github.packtrain.master.api;

import org.jspecify.annotations.NullMarked;
