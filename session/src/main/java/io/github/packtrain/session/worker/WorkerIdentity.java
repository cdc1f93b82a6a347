package io.github.packtrain.session.worker;

import io.github.packtrain.model.WorkerSpec;

/**
 * Who a worker is.
 *
 * @param uid random name of its directory; stays over restarts
 * @param incarnation number of this process: higher than that of any process of this directory
 *     before it (such as the greater of the last one plus 1 and the time), so that what an older
 *     one left on its way to the master is known as such
 */
public record WorkerIdentity(String uid, long incarnation, WorkerSpec spec) {}
