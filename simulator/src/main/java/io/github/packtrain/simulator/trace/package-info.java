/** Recorded clusters: readers for traces of jobs. */
@NullMarked
package io.github.packtrain.simulator.trace;

import org.jspecify.annotations.NullMarked;
