/** Room cli. */
@NullMarked
package io.github.packtrain.cli;

import org.jspecify.annotations.NullMarked;
