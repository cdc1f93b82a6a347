/**
 * Made-up fleets of unlike machines, written down in a file: what runs fast where, who fails, what
 * comes. The scheduler is told requests and families; all else it has to learn.
 *
 * <p>Start with {@link io.github.packtrain.simulator.fleet.FleetFile#read}.
 */
@NullMarked
package io.github.packtrain.simulator.fleet;

import org.jspecify.annotations.NullMarked;
