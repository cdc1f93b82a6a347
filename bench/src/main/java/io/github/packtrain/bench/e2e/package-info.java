/**
 * The whole system timed from outside: master, worker and client as processes of their own, started
 * by the launcher, over gRPC and with the journal on disk. Each figure stands beside the physical
 * limit of the same minute. Start reading at {@link io.github.packtrain.bench.e2e.E2eBench}.
 */
@NullMarked
package io.github.packtrain.bench.e2e;

import org.jspecify.annotations.NullMarked;
