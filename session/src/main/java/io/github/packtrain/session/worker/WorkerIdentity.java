package io.github.packtrain.session.worker;

import io.github.packtrain.model.WorkerSpec;

/**
 * Who a worker is.
 *
 * @param uid random name of its directory; stays over restarts
 * @param incarnation random number of this process
 */
public record WorkerIdentity(String uid, long incarnation, WorkerSpec spec) {}
