package io.github.packtrain.journal;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The bytes of a snapshot, all numbers big-endian:
 *
 * <pre>
 *   header   magic 8 · file version 4 · format 4 · sequence 8 · chain 4 · lastEvent 8 · atMillis 8 · CRC32C 4
 *   chunk    length 4 (≥ 0) · CRC32C 4 over the header's CRC, the chunk's number and its bytes · bytes
 *   trailer  -1 4 · number of chunks 4 · CRC32C 4 over both and the header's CRC
 * </pre>
 *
 * <p>Each checksum covers the header's, so that a piece of another snapshot never passes.
 */
final class SnapshotFile {
  private static final long MAGIC = 0x5041434b534e4150L; // PACKSNAP
  private static final int FILE_VERSION = 1;
  private static final int HEADER_BYTES = 8 + 4 + 4 + 8 + 4 + 8 + 8;
  private static final int END = -1;
  private static final int BUFFER_BYTES = 1 << 16;

  /** Bounds what a reader holds in memory; a longer chunk is damage. */
  static final int MAX_CHUNK_BYTES = 16 << 20;

  private SnapshotFile() {}

  /** Returns the checksum of the header, which the other writers need. */
  static int writeHeader(DataOutputStream out, int format, Head head, long atMillis)
      throws IOException {
    ByteBuffer header =
        ByteBuffer.allocate(HEADER_BYTES)
            .putLong(MAGIC)
            .putInt(FILE_VERSION)
            .putInt(format)
            .putLong(head.sequence())
            .putInt(head.chain())
            .putLong(head.lastEvent())
            .putLong(atMillis);
    int checksum = checksum(header.array());
    out.write(header.array());
    out.writeInt(checksum);
    return checksum;
  }

  static void writeChunk(DataOutputStream out, int headerChecksum, int number, byte[] chunk)
      throws IOException {
    out.writeInt(chunk.length);
    out.writeInt(chunkChecksum(headerChecksum, number, chunk));
    out.write(chunk);
  }

  static void writeTrailer(DataOutputStream out, int headerChecksum, int chunks)
      throws IOException {
    out.writeInt(END);
    out.writeInt(chunks);
    out.writeInt(chunkChecksum(headerChecksum, END, intBytes(chunks)));
  }

  /** Reads the file to its end, giving each chunk to the consumer once it is verified. */
  static Snapshot read(Path file, Consumer<byte[]> consumer) throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(new BufferedInputStream(bytes, BUFFER_BYTES))) {
      byte[] header = in.readNBytes(HEADER_BYTES);
      int headerChecksum = in.readInt();
      ByteBuffer fields = ByteBuffer.wrap(header);
      if (header.length < HEADER_BYTES
          || headerChecksum != checksum(header)
          || fields.getLong() != MAGIC) {
        throw new IOException("no snapshot, or its header is broken");
      }
      int version = fields.getInt();
      if (version != FILE_VERSION) {
        throw new IOException(
            "version " + version + " of the file, this program reads " + FILE_VERSION);
      }
      int chunks = readChunks(in, headerChecksum, consumer);
      return new Snapshot(
          fields.getInt(),
          fields.getLong(),
          fields.getInt(),
          fields.getLong(),
          fields.getLong(),
          chunks,
          file);
    }
  }

  private static int readChunks(DataInputStream in, int headerChecksum, Consumer<byte[]> consumer)
      throws IOException {
    int number = 0;
    for (int length = in.readInt(); length != END; length = in.readInt()) {
      if (length < 0 || length > MAX_CHUNK_BYTES) {
        throw new IOException("chunk " + number + " claims " + length + " bytes");
      }
      int checksum = in.readInt();
      byte[] chunk = in.readNBytes(length);
      if (chunk.length < length || checksum != chunkChecksum(headerChecksum, number, chunk)) {
        throw new IOException("chunk " + number + " is broken");
      }
      consumer.accept(chunk);
      number++;
    }
    int chunks = in.readInt();
    if (in.readInt() != chunkChecksum(headerChecksum, END, intBytes(chunks))
        || chunks != number
        || in.read() >= 0) {
      throw new IOException("the end is broken");
    }
    return chunks;
  }

  private static int chunkChecksum(int headerChecksum, int number, byte[] chunk) {
    CRC32C crc = new CRC32C();
    crc.update(intBytes(headerChecksum));
    crc.update(intBytes(number));
    crc.update(chunk);
    return (int) crc.getValue();
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static byte[] intBytes(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }
}
