/**
 * Planning: waiting classes in order and free resources in, placements and reasons out. Pure.
 *
 * <p>Start with {@link io.github.packtrain.core.plan.Planner}. A cycle costs by classes and
 * workers, not by tasks: a plan says "one more of this class there"; which task that is, is bound
 * when the plan is committed.
 */
@NullMarked
package io.github.packtrain.core.plan;

import org.jspecify.annotations.NullMarked;
