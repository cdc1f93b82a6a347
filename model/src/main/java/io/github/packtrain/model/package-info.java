/** Room model. */
@NullMarked
package io.github.packtrain.model;

import org.jspecify.annotations.NullMarked;
