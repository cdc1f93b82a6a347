package io.github.packtrain.journal;

import java.nio.file.Path;

/**
 * A whole, verified snapshot: the state of the journal's readers after one batch.
 *
 * @param format of the chunks' content, chosen by their writer
 * @param sequence the last batch whose effect it contains; replay goes on with the next one
 * @param chain the chain value of that batch
 * @param lastEvent events up to and including that batch
 * @param atMillis wall clock of the writer, for people only
 * @param chunks how many there are
 * @param file where it lies
 */
public record Snapshot(
    int format, long sequence, int chain, long lastEvent, long atMillis, int chunks, Path file) {}
