/** Room search. */
@NullMarked
package io.github.packtrain.search;

import org.jspecify.annotations.NullMarked;
