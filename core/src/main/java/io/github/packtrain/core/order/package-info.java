/**
 * Who of a queue goes first. An {@link io.github.packtrain.core.order.Order} gives each waiting job
 * a key; the smaller goes first, and equal keys go in order of arrival, so that any order is total
 * and nobody of equal standing overtakes.
 *
 * <pre>
 *   Orders (by name, options checked) ─► Order ─► key of a job ─► the line of its class ─► planner
 *                                          ▲
 *                        Standing ─────────┤   what it may know of a job
 *                        Experience ───────┘   how long the queue's tasks took so far
 * </pre>
 *
 * <p>A key depends on what the job is and on what it got so far, never on the time of day or on
 * others: so a line stays sorted while its jobs wait, and a cycle costs by classes, not by tasks.
 * What depends on time all the same is turned into a key that does not: ageing by a constant rate
 * is the time of arrival moved by the priority.
 *
 * <p>Start with {@link io.github.packtrain.core.order.Orders}, where each is listed.
 */
@NullMarked
package io.github.packtrain.core.order;

import org.jspecify.annotations.NullMarked;
