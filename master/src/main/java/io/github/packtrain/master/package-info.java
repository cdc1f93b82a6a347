/** Room master. */
@NullMarked
package io.github.packtrain.master;

import org.jspecify.annotations.NullMarked;
