/**
 * The saturation protocol: a cluster is filled with requests drawn from a list, one by one and
 * without departures, until more was asked for than it has; what stays unallocated says how well a
 * placement policy packs.
 *
 * <p>Start with {@link io.github.packtrain.simulator.saturation.SaturationRun}. Placing is done by
 * the core's own planner; here is only the offering and the measuring.
 */
@NullMarked
package io.github.packtrain.simulator.saturation;

import org.jspecify.annotations.NullMarked;
