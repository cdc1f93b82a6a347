/** Room journal. */
@NullMarked
package io.github.packtrain.journal;

import org.jspecify.annotations.NullMarked;
