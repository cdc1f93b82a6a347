/**
 * What a machine has: processors and memory within the limits that this process is held to, disk,
 * and accelerators, found through NVIDIA's NVML, AMD's kernel driver, or made up for trying things
 * out. And the environment that shows a task its own devices and no others.
 *
 * <p>Start reading at {@link io.github.packtrain.worker.device.Machine#scan}. Nothing here fails
 * because a driver is missing or sick; what could not be found out is said in the machine's
 * limitations.
 */
@NullMarked
package io.github.packtrain.worker.device;

import org.jspecify.annotations.NullMarked;
