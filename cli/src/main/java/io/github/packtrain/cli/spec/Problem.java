package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.tree.Place;

/**
 * What is wrong in a file.
 *
 * @param place where; {@link Place#NONE} for what is missing or came from a flag
 * @param code stable, such as {@code SPEC.unknown_key}
 * @param message what is wrong, with the key and the value
 * @param why what it goes against
 * @param hint what to do
 */
public record Problem(Place place, String code, String message, String why, String hint) {}
