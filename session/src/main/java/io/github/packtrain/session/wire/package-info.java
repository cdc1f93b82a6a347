/**
 * Between the wire (protobuf) and the model. What comes in is checked here, once; inside, values
 * are valid.
 */
@NullMarked
package io.github.packtrain.session.wire;

import org.jspecify.annotations.NullMarked;
