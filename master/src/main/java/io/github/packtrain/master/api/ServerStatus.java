package io.github.packtrain.master.api;

import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * What only the outermost part of the master knows.
 *
 * @param version of this release
 * @param grpcPort known once the server listens
 */
public record ServerStatus(
    String version, Path dataDir, long startedAtMillis, IntSupplier grpcPort) {}
