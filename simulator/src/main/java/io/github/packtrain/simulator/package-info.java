/** Room simulator. */
@NullMarked
package io.github.packtrain.simulator;

import org.jspecify.annotations.NullMarked;
