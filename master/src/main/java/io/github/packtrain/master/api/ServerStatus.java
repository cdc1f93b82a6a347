package io.github.packtrain.master.api;

import io.github.packtrain.core.learn.ModelFamilies;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * What only the outermost part of the master knows.
 *
 * @param version of this release
 * @param grpcPort known once the server listens
 * @param families of models, for jobs that name a model and no family
 */
public record ServerStatus(
    String version,
    Path dataDir,
    long startedAtMillis,
    IntSupplier grpcPort,
    ModelFamilies families) {}
