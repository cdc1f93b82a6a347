/**
 * What one user may ask of the master at once and in a second, so that a flood of one leaves the
 * others alone. Start at {@link io.github.packtrain.master.limit.UserLimits}; the numbers are in
 * docs/reference/limits.md.
 */
@NullMarked
package io.github.packtrain.master.limit;

import org.jspecify.annotations.NullMarked;
