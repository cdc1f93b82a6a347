/**
 * How this program logs where nobody said otherwise: plain lines to the error stream, no file.
 * Start at {@link io.github.packtrain.cli.log.PlainLogging}.
 */
@NullMarked
package io.github.packtrain.cli.log;

import org.jspecify.annotations.NullMarked;
