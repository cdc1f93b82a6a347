/** Room worker. */
@NullMarked
package io.github.packtrain.worker;

import org.jspecify.annotations.NullMarked;
