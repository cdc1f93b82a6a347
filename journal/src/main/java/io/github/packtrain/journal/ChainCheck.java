package io.github.packtrain.journal;

import io.github.packtrain.journal.JournalException.Damaged;
import org.jspecify.annotations.Nullable;

/**
 * Checks that batches follow each other without a gap, each one whole. Give it one after the other.
 */
final class ChainCheck {
  private @Nullable Batch previous;

  /**
   * Takes the next batch.
   *
   * @param expectedSequence what its sequence must be
   * @throws Damaged if it is another one, not whole, or does not continue the one before
   */
  void accept(Batch batch, long expectedSequence) {
    Batch before = previous;
    if (batch.sequence() != expectedSequence) {
      throw damaged(
          expectedSequence,
          "batch " + expectedSequence + " is missing, " + batch.sequence() + " follows");
    }
    if (!batch.isWhole()) {
      throw damaged(
          expectedSequence,
          "the checksum of batch " + expectedSequence + " does not fit its content");
    }
    if (before != null && !continues(before, batch)) {
      throw damaged(
          expectedSequence, "batch " + expectedSequence + " does not continue the one before");
    }
    previous = batch;
  }

  private static boolean continues(Batch before, Batch batch) {
    return batch.previousChain() == before.chain()
        && batch.epoch() >= before.epoch()
        && batch.lastEvent() == before.lastEvent() + batch.eventCount();
  }

  private static Damaged damaged(long sequence, String why) {
    return new Damaged(sequence - 1, why, null);
  }
}
