/**
 * Planning: waiting classes in order and free resources in, placements and reasons out. The plan is
 * a function of the view; what is remembered between cycles only saves work.
 *
 * <pre>
 *   PlanView ─► Rooms        who changed since when       (one Room per worker, one Shape per make)
 *      │          │
 *      │          ▼
 *      └──────► Planner ◄─── Candidates    where a class fits, best first, by PlacementPolicy
 *                 │              ▲
 *                 │ Lanes        └ a look at what changed since the last look
 *                 ▼ (the queue)
 *               Plan: placements, and Blocked classes with reasons on demand (Diagnosis)
 * </pre>
 *
 * <p>Start with {@link io.github.packtrain.core.plan.Planner}. A cycle costs by the workers that
 * changed, not by tasks: a plan says "one more of this class there"; which task that is, is bound
 * when the plan is committed.
 *
 * <p>Orders of the queue are in {@code core.order}; here their keys are only compared ({@code
 * Cursor}, {@code Lanes}). To add a preference among workers, write a {@link
 * io.github.packtrain.core.plan.PlacementPolicy} and name it in {@link
 * io.github.packtrain.core.plan.place.PlacementCatalog}. What a score depends on beyond the class
 * and one {@code Room} is named by its epoch, with whose change all kept scores are void.
 */
@NullMarked
package io.github.packtrain.core.plan;

import org.jspecify.annotations.NullMarked;
