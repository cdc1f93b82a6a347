/**
 * Users' own policies: found in jars, called on threads of their own within a bound of time, and
 * cut off when they throw or do not come back.
 *
 * <pre>
 *   DIR/*.jar ─ServiceLoader─► UserPolicies ─► Policies (names, goals, options: what can be set)
 *                                   │ create
 *   planner thread ──► Leash ──► own thread: UserPlacement in a Planner of its own, JobOrder
 *                        │ in time: the answer; else CutOffException: the default takes over
 * </pre>
 *
 * <p>The journal has what was decided, never that a policy was asked: replay calls none of them.
 */
@NullMarked
package io.github.packtrain.master.policy;

import org.jspecify.annotations.NullMarked;
