/**
 * The nouns of Packtrain: ids, resources, specs, states. Values only, no behaviour beyond their own
 * consistency.
 *
 * <p>Start with {@link io.github.packtrain.model.JobSpec} (what a user asks for), {@link
 * io.github.packtrain.model.WorkerSpec} (what a machine offers) and {@link
 * io.github.packtrain.model.AttemptId} (the fence against late reports). Quantities are integers in
 * fixed units: milli-CPUs, milli-GPUs, bytes, milliseconds.
 */
@NullMarked
package io.github.packtrain.model;

import org.jspecify.annotations.NullMarked;
