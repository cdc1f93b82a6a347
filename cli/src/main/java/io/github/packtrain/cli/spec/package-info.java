/**
 * Job and study files: YAML to the requests that the master takes, with every problem shown at its
 * line and column.
 *
 * <p>Start at {@link io.github.packtrain.cli.spec.SpecFile#read}. A file is first a tree ({@link
 * io.github.packtrain.cli.tree.YamlText}); then its parameters are filled in ({@code Parameters});
 * then readers ask for the keys they know ({@code Fields}), and what nobody asked for is an unknown
 * key. Problems are collected, so that a file is mended once and not line by line. Flags of the
 * command line are entries of the same tree ({@link io.github.packtrain.cli.spec.SpecFlags}), so
 * there is one reader for both.
 */
@NullMarked
package io.github.packtrain.cli.spec;

import org.jspecify.annotations.NullMarked;
