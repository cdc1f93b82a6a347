/**
 * What is said to people: the terminal's two streams, tables, failures in three parts and the exit
 * codes. Data goes to stdout, talk to stderr.
 *
 * <p>Start at {@link io.github.packtrain.cli.terminal.Terminal}.
 */
@NullMarked
package io.github.packtrain.cli.terminal;

import org.jspecify.annotations.NullMarked;
