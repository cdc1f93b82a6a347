package io.github.packtrain.core.learn;

/**
 * How long a task will run, if it succeeds.
 *
 * @param p50Millis as likely longer as shorter
 * @param p90Millis nine of ten run no longer
 * @param rung the most specific evidence that it rests on
 * @param observations how many run times that evidence has seen
 */
public record Prediction(long p50Millis, long p90Millis, Rung rung, long observations) {}
