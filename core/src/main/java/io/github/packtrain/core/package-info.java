/**
 * The one place where truth changes: a single-writer state machine without I/O, clock, thread or
 * randomness.
 *
 * <p>Three verbs (start with {@link io.github.packtrain.core.Core}):
 *
 * <pre>
 *   handle(command, now)  reads the state, answers events or a rejection     {@link io.github.packtrain.core.Core}
 *   plan(view)            pure: waiting classes and free resources to a plan  {@link io.github.packtrain.core.plan.Planner}
 *   apply(event)          the only writer; decides nothing, never fails       {@link io.github.packtrain.core.CoreState}
 * </pre>
 *
 * <p>Handlers are grouped by what they are about: {@code Admission} (jobs come in), {@code Placing}
 * (plans become attempts), {@code Lifecycle} (attempts end, tasks retry), {@code GangFate} (gangs
 * go together), {@code Queues} (orders, and attempts taken back), {@code Fleet} (workers come,
 * drain, get lost). Writing is {@code Applier}, with {@code LocalQueues} for what waits on a worker
 * and {@code Restoration} for snapshots. The tables ({@code IdTable}, {@code JobLine}, {@code
 * SubmissionTable}) cost the same for ten jobs and for a million. {@link
 * io.github.packtrain.core.Laws} says what always holds; {@link
 * io.github.packtrain.core.explain.Explainer} says why things are as they are.
 */
@NullMarked
package io.github.packtrain.core;

import org.jspecify.annotations.NullMarked;
