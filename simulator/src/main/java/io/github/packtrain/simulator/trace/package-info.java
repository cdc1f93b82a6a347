/**
 * What clusters did: recorded jobs, read from files, and generated ones. Values only; who replays
 * them is in {@code replay}.
 */
@NullMarked
package io.github.packtrain.simulator.trace;

import org.jspecify.annotations.NullMarked;
