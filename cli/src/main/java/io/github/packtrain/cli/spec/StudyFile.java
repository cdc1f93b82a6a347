package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.tree.Node;

/**
 * A study as it will be created.
 *
 * @param name of the study
 * @param request a CreateStudyRequest in JSON
 */
public record StudyFile(String name, Node.Mapping request) implements SpecFile {}
