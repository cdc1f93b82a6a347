package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.tree.Node;

/**
 * A job as it will be submitted.
 *
 * @param name given or derived
 * @param count tasks
 * @param request a SubmitJobRequest in JSON, without a submission id
 */
public record JobFile(String name, int count, Node.Mapping request) implements SpecFile {}
