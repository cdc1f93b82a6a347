/**
 * Runs the JMH benchmarks of this module. Their generated classes are made when they are asked for,
 * by compiling the one source again with JMH's annotation processor, so that the build needs none.
 */
@NullMarked
package io.github.packtrain.bench.jmh;

import org.jspecify.annotations.NullMarked;
