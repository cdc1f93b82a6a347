/**
 * The whole truth of a master: the core's state and the studies, changed only by applying facts.
 */
@NullMarked
package io.github.packtrain.session.world;

import org.jspecify.annotations.NullMarked;
