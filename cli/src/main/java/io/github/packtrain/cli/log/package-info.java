/** How this program logs where nobody said otherwise. */
@NullMarked
package io.github.packtrain.cli.log;

import org.jspecify.annotations.NullMarked;
