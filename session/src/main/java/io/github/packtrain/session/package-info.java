/** Room session. */
@NullMarked
package io.github.packtrain.session;

import org.jspecify.annotations.NullMarked;
