/** Room bench. */
@NullMarked
package io.github.packtrain.bench;

import org.jspecify.annotations.NullMarked;
