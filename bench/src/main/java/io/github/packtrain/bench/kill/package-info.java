/**
 * Real processes killed and frozen at random moments, with an outside witness: every attempt writes
 * down itself that it runs. Start with {@link io.github.packtrain.bench.kill.KillRun}.
 */
@NullMarked
package io.github.packtrain.bench.kill;

import org.jspecify.annotations.NullMarked;
