package io.github.packtrain.journal;

/**
 * Where the journal ends: what the next batch continues.
 *
 * @param sequence of the last batch; 0 when there is none
 * @param epoch of the last batch
 * @param lastEvent events up to and including the last batch
 * @param chain of the last batch
 */
record Head(long sequence, long epoch, long lastEvent, int chain) {
  static final Head EMPTY = new Head(0, 0, 0, 0);

  static Head of(Batch batch) {
    return new Head(batch.sequence(), batch.epoch(), batch.lastEvent(), batch.chain());
  }
}
