/**
 * Studies: searches over architectures and hyper-parameters as pure, deterministic, event-sourced
 * state machines.
 *
 * <p>Start at {@link io.github.packtrain.search.Study}: {@code handle(command, now)} reads and
 * answers events or a refusal, {@code apply(event)} is the only writer. What is searched is a
 * {@link io.github.packtrain.search.SearchSpace}; how, an algorithm chosen by name ({@link
 * io.github.packtrain.search.Algorithms}); both are parts of a {@link
 * io.github.packtrain.search.StudySpec}.
 *
 * <pre>
 *   StudyCommand --handle--&gt; StudyEvent... --journal--&gt; apply --&gt; trials, progress, algorithm
 *                   |                                                      |
 *                   +----- ask(random stream of (seed, trial number)) &lt;----+
 * </pre>
 *
 * <p>State is events and seed, nothing else: there is no clock, no ambient randomness, no hash
 * order and no thread in this package, and arithmetic that decides uses integers or {@link
 * java.lang.StrictMath}. So a study that is rebuilt from any prefix of its events goes on exactly
 * as the one that was lost.
 */
@NullMarked
package io.github.packtrain.search;

import org.jspecify.annotations.NullMarked;
