/**
 * Why a job or task is where it is, in words and numbers. Pure: reads a state and a plan, keeps
 * nothing.
 *
 * <p>Start with {@link io.github.packtrain.core.explain.Explainer}.
 */
@NullMarked
package io.github.packtrain.core.explain;

import org.jspecify.annotations.NullMarked;
