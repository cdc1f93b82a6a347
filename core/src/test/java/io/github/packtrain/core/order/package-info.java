/** Tests of the orders by themselves. */
@NullMarked
package io.github.packtrain.core.order;

import org.jspecify.annotations.NullMarked;
