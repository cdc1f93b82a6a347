/**
 * Hostile bytes for every reader: messages of workers and callers, the journal, files of users and
 * tasks. Start reading at {@link io.github.packtrain.bench.fuzz.FuzzTarget}.
 */
@NullMarked
package io.github.packtrain.bench.fuzz;

import org.jspecify.annotations.NullMarked;
