/**
 * What a user's own policy is written against: plain values in, a number or a yes or no out.
 *
 * <pre>
 *   a jar with META-INF/services/io.github.packtrain.model.policy.UserPolicy
 *        │ ServiceLoader
 *        ▼
 *   UserPolicy ◄── JobOrder       key(JobToOrder)                  who of a queue goes first
 *              ◄── WorkerFilter   allows(TaskToPlace, WorkerNow)   where a task may go at all
 *              ◄── WorkerScorer   score(TaskToPlace, WorkerNow)    which of these is best
 * </pre>
 *
 * <p>A class may be a filter and a scorer at once. It is called by one thread at a time, within a
 * bound of time, and never while a journal is replayed: what it decided is what was recorded.
 *
 * <p>Start with {@link io.github.packtrain.model.policy.UserPolicy}; {@code docs/write-a-policy.md}
 * has a whole example.
 */
@NullMarked
package io.github.packtrain.model.policy;

import org.jspecify.annotations.NullMarked;
