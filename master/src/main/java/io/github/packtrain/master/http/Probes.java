package io.github.packtrain.master.http;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What is asked of the master outside {@code /v1}.
 *
 * @param ready whether it takes work now
 * @param metrics in the text format of Prometheus
 */
public record Probes(BooleanSupplier ready, Supplier<String> metrics) {}
