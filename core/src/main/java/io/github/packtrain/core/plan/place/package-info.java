/**
 * Placement policies by name: which of the workers that fit is taken, and which of its devices.
 *
 * <pre>
 *   "packing", {options} ─► PlacementChoice ─► PlacementCatalog ─► PlacementPolicy ─► Planner
 *                                                                     │ score(task, room)
 *                            TypicalRequests ◄── Demand of the view ──┘ (fgd, packing)
 * </pre>
 *
 * <p>Start with {@link io.github.packtrain.core.plan.place.PlacementCatalog}, the list of all. A
 * new policy is a class here and a line there; {@code docs/strategies} has a page for each.
 */
@NullMarked
package io.github.packtrain.core.plan.place;

import org.jspecify.annotations.NullMarked;
