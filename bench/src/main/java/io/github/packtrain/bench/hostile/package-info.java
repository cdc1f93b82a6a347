/**
 * Tasks that do all they can to stay, to flood and to starve others, on a real master and worker.
 * Start with {@link io.github.packtrain.bench.hostile.HostileRun}.
 */
@NullMarked
package io.github.packtrain.bench.hostile;

import org.jspecify.annotations.NullMarked;
