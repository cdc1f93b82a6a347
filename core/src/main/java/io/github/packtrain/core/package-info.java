/** Room core. */
@NullMarked
package io.github.packtrain.core;

import org.jspecify.annotations.NullMarked;
