/** The orders on the Muri traces, against published results and against each other. */
@NullMarked
package io.github.packtrain.bench.muri;

import org.jspecify.annotations.NullMarked;
