package io.github.packtrain.search;

/**
 * A result that was better than all before it.
 *
 * @param results how many results there were by then, this one included
 * @param value the objective as reported
 */
public record Improvement(int results, int trial, double value, long atMillis) {}
