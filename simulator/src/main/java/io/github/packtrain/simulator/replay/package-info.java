/**
 * Replays a workload on virtual time with the very same core that schedules live: its {@code
 * handle}, {@code plan} and {@code apply}. There is no order and no placement in here, only what
 * the world does: jobs come, tasks run and end.
 *
 * <pre>
 *   Workload ─► Replay ──commands──► Core ──events──► CoreState ──view──► Planner
 *                 │  ▲                                                      │
 *                 │  └───────────────── placements, committed ──────────────┘
 *                 └─► Ledger ─► Outcome (waits, completion times, utilisation …)
 * </pre>
 *
 * <p>Start with {@link io.github.packtrain.simulator.replay.Replay#run}; {@link
 * io.github.packtrain.simulator.replay.Protocol} says what an interruption costs.
 */
@NullMarked
package io.github.packtrain.simulator.replay;

import org.jspecify.annotations.NullMarked;
