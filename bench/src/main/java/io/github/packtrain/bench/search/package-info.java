/**
 * How good the search is: studies on a table of architectures whose accuracies are known. Start at
 * {@link io.github.packtrain.bench.search.SearchBench}.
 */
@NullMarked
package io.github.packtrain.bench.search;

import org.jspecify.annotations.NullMarked;
