/** Room client. */
@NullMarked
package io.github.packtrain.client;

import org.jspecify.annotations.NullMarked;
