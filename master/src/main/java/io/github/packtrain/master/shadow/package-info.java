/**
 * A second placement beside the live one, on the same views, without effect.
 *
 * <pre>
 *   planner thread ── view, live plan ──► Shadow (own thread, one view at a time, else skipped)
 *                                            │ own Planner ─► Comparison ─► ShadowReport
 * </pre>
 *
 * <p>Start with {@link io.github.packtrain.master.shadow.Shadow}.
 */
@NullMarked
package io.github.packtrain.master.shadow;

import org.jspecify.annotations.NullMarked;
