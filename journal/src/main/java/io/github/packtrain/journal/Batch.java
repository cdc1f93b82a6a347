package io.github.packtrain.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One batch of the journal, as it was made durable.
 *
 * @param sequence 1, 2, 3, … without a gap
 * @param epoch of the master that wrote it; never falls
 * @param lastEvent how many events the journal had with this batch, from the beginning of time
 * @param eventCount how many of them are in this batch; 0 for the row that opens an epoch
 * @param atMillis wall clock of the writer, for people only
 * @param previousChain the chained checksum of the batch before; 0 for the first
 * @param chain CRC32C over the previous chain value and all of the above and the payload
 * @param payload the encoded events; owned by the batch, do not change
 */
@SuppressWarnings("ArrayRecordComponent") // a value compared by its chain, never by equals
public record Batch(
    long sequence,
    long epoch,
    long lastEvent,
    int eventCount,
    long atMillis,
    int previousChain,
    int chain,
    byte[] payload) {

  private static final int CHAINED_HEADER_BYTES = 4 + 8 + 8 + 8 + 4 + 8;

  /** The position of the first event of this batch, counted from 1. */
  public long firstEvent() {
    return lastEvent - eventCount + 1;
  }

  /** The batch that follows {@code previousChain}, with its checksum. */
  static Batch chained(
      long sequence,
      long epoch,
      long lastEvent,
      int eventCount,
      long atMillis,
      int previousChain,
      byte[] payload) {
    int chain = chainOf(sequence, epoch, lastEvent, eventCount, atMillis, previousChain, payload);
    return new Batch(
        sequence, epoch, lastEvent, eventCount, atMillis, previousChain, chain, payload);
  }

  /** Whether the checksum fits what is here. */
  boolean isWhole() {
    return chain
        == chainOf(sequence, epoch, lastEvent, eventCount, atMillis, previousChain, payload);
  }

  private static int chainOf(
      long sequence,
      long epoch,
      long lastEvent,
      int eventCount,
      long atMillis,
      int previousChain,
      byte[] payload) {
    ByteBuffer header =
        ByteBuffer.allocate(CHAINED_HEADER_BYTES)
            .putInt(previousChain)
            .putLong(sequence)
            .putLong(epoch)
            .putLong(lastEvent)
            .putInt(eventCount)
            .putLong(atMillis)
            .flip();
    CRC32C crc = new CRC32C();
    crc.update(header);
    crc.update(payload);
    return (int) crc.getValue();
  }
}
