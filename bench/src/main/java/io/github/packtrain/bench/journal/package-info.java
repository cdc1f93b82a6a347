/**
 * What the journal costs: appends beside the raw disk, bytes per task, snapshots and restarts.
 * Start reading at {@link io.github.packtrain.bench.journal.JournalBench}.
 */
@NullMarked
package io.github.packtrain.bench.journal;

import org.jspecify.annotations.NullMarked;
