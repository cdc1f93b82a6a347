/**
 * The {@code packtrain} command.
 *
 * <pre>
 *   Main -> command    flags in, tables and exit codes out
 *             |-- spec       job and study files, problems with their lines
 *             |-- api        which master, and its methods over HTTP/JSON
 *             |-- embedded   a master and workers for the time of a command
 *             '-- terminal, text, tree
 * </pre>
 */
@NullMarked
package io.github.packtrain.cli;

import org.jspecify.annotations.NullMarked;
