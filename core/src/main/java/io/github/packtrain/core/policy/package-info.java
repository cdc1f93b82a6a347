/**
 * Policies as users name them: what there is, what a name means, what is in force.
 *
 * <pre>
 *   ConfigureQueue, ConfigurePlacement ─► Policies ─► Orders            who of a queue goes first
 *   policy list ───────────────────────────┘      └─► PlacementCatalog  where a task goes
 *   QueueConfigured, PlacementConfigured ─► Setting   what is in force, and since when
 * </pre>
 *
 * <p>Start with {@link io.github.packtrain.core.policy.Policies}.
 */
@NullMarked
package io.github.packtrain.core.policy;

import org.jspecify.annotations.NullMarked;
