/** What learning is worth on a fleet of unlike machines, and which of its parts pay. */
@NullMarked
package io.github.packtrain.bench.fleet;

import org.jspecify.annotations.NullMarked;
