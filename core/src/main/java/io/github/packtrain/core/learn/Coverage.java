package io.github.packtrain.core.learn;

/**
 * How honest the predictions of a rung have been.
 *
 * @param predictions that were made at the start of a run that succeeded
 * @param withinP50 how many of them ran no longer than the predicted median
 * @param withinP90 how many of them ran no longer than the predicted ninth decile
 * @param recentP50Ppm share of the latest some hundreds, in millionths; should be near 500 000
 * @param recentP90Ppm the same for the ninth decile; should be near 900 000
 */
public record Coverage(
    Rung rung,
    long predictions,
    long withinP50,
    long withinP90,
    int recentP50Ppm,
    int recentP90Ppm) {}
