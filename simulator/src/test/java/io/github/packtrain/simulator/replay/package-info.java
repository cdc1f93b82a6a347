/** Tests of replays. */
@NullMarked
package io.github.packtrain.simulator.replay;

import org.jspecify.annotations.NullMarked;
