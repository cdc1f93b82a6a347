package io.github.packtrain.journal;

import io.github.packtrain.model.Fact;
import java.util.List;

/**
 * The facts of one durable batch.
 *
 * @param sequence of the batch
 * @param firstEvent position of its first fact, counted from 1 from the beginning of time
 */
public record Recorded(long sequence, long firstEvent, List<Fact> facts) {
  public Recorded {
    facts = List.copyOf(facts);
  }

  /**
   * The facts of a batch that was read.
   *
   * @throws JournalException.TooNew if a newer release wrote it
   */
  public static Recorded of(Batch batch) {
    return new Recorded(batch.sequence(), batch.firstEvent(), EventCodec.decode(batch));
  }
}
