/**
 * What the core learns from its own events: how long tasks run, as calibrated quantiles, and which
 * workers do which work fast and reliably.
 *
 * <p>Everything here is a fold over attempts that started and ended: it decides nothing by itself,
 * takes no part in what is allowed, and the same events give the same tables, bit by bit. Tables
 * are bounded; what was learned longest ago goes first. Quantities are integers; times are learned
 * as logarithms ({@link io.github.packtrain.core.learn.LogTime}).
 *
 * <p>Start reading at {@link io.github.packtrain.core.learn.Learned}, then {@link
 * io.github.packtrain.core.learn.RunTimes} (prediction) and {@link
 * io.github.packtrain.core.learn.Standings} (workers).
 */
@NullMarked
package io.github.packtrain.core.learn;

import org.jspecify.annotations.NullMarked;
