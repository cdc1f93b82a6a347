/**
 * One tree for what was read, be it a YAML file or a JSON reply, and for what is written as JSON.
 *
 * <p>Start at {@link io.github.packtrain.cli.tree.Node}. Nodes of a file remember their line and
 * column, so that a problem can be shown where it is.
 */
@NullMarked
package io.github.packtrain.cli.tree;

import org.jspecify.annotations.NullMarked;
