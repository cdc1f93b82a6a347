/** The services. */
@NullMarked
package io.github.packtrain.master.api;

import org.jspecify.annotations.NullMarked;
