/**
 * Quantities and words as people write them: durations, sizes, processors, accelerators, ranges of
 * tasks, and the word that was probably meant. Nothing here knows where its text came from.
 */
@NullMarked
package io.github.packtrain.cli.text;

import org.jspecify.annotations.NullMarked;
