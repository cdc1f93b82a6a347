/**
 * What the core and its planner cost by themselves, without journal, network or threads: cycles on
 * full clusters, placements per second, the steps of a task's life, heap per waiting task, and how
 * a cycle grows with the backlog and the fleet.
 *
 * <p>Start with {@link io.github.packtrain.bench.plan.PlanBench}; {@code ./dev bench plan} runs it.
 */
@NullMarked
package io.github.packtrain.bench.plan;

import org.jspecify.annotations.NullMarked;
