@NullMarked
package io.github.packtrain.simulator.fleet;

import org.jspecify.annotations.NullMarked;
