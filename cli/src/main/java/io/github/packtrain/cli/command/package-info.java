/**
 * The commands, one class each, thin: they read flags, ask a master through {@link
 * io.github.packtrain.cli.api.MasterApi} and show what it answered.
 *
 * <p>Start at {@link io.github.packtrain.cli.command.Packtrain}, the tree of commands, and {@link
 * io.github.packtrain.cli.command.Cli}, what each of them is given.
 */
@NullMarked
package io.github.packtrain.cli.command;

import org.jspecify.annotations.NullMarked;
