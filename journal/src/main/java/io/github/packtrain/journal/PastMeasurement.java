package io.github.packtrain.journal;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.Measurement;

/**
 * An intermediate report of an attempt as the history has it.
 *
 * @param position of the event in the journal: ask for what comes after it to go on
 */
public record PastMeasurement(
    long position, AttemptId attempt, Measurement measurement, long atMillis) {}
