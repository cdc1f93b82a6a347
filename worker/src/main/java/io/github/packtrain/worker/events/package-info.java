/**
 * What a running task says of itself, in the file that {@code PACKTRAIN_EVENTS} names: one JSON
 * object per line, appended, from any language and any number of processes.
 *
 * <pre>
 *   {"metric": {"val_acc": 0.91}, "step": 3}     an intermediate measurement
 *   {"result": {"accuracy": 0.97}}               the final result; the last one counts
 *   {"note": "warm-up done"}                     a word for people
 * </pre>
 *
 * <p>There is one way to give the final result: a {@code result} line. A line with {@code metric}
 * is always a measurement, whatever else it holds, so that a program killed while it writes never
 * leaves a measurement behind that looks final. Keys that are not known are passed over for the
 * sake of later releases; a line without any known key is broken. Metric names that start with an
 * underscore are reserved.
 *
 * <p>A broken line never ends a task: it is counted, and the first few are kept with number and
 * reason. Only a missing or unusable final result of a task that has to give one is an error, and
 * {@link io.github.packtrain.worker.events.FinalResult} says it.
 *
 * <p>Start reading at {@link io.github.packtrain.worker.events.EventsReader}.
 */
@NullMarked
package io.github.packtrain.worker.events;

import org.jspecify.annotations.NullMarked;
