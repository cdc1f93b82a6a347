package io.github.packtrain.worker.guard;

import io.github.packtrain.worker.process.FileHoles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps one output file within its bound: a quarter for the head, half for the tail, and the last
 * quarter as play between two checks.
 *
 * <p>The task writes straight into the file. A pipe through the guard would bound it exactly, but
 * then a task stands still when its guard is frozen, and dies of SIGPIPE when the guard does, and
 * running work has to outlive both. So the guard looks at the length now and then, and makes a hole
 * where the middle was ({@code fallocate}): nothing is copied, nothing is lost of head and tail, no
 * write ever waits, and offsets stay what they were, so that followers of the output need not care.
 * Between two checks the disk can hold more than the bound, by what a task writes in that time.
 *
 * <p>Where the file system makes no holes, the tail is copied aside and the file cut back to its
 * head; what is written between the copy and the cut is lost, and the copy takes half the bound
 * once more.
 *
 * <p>When the attempt is over the file is packed to head, a line that says how much is missing, and
 * tail, so that no tool trips over the hole.
 */
final class OutputBound {
  private static final long BLOCK_BYTES = 4096;

  private final Path file;
  private final HoleMaker holes;
  private final long headBytes;
  private final long tailBytes;
  private final long playBytes;
  private boolean mayHaveGap;
  private long seenBytes;

  /** Gives back part of a file, or says that it cannot. */
  interface HoleMaker {
    boolean punch(Path file, long from, long length);
  }

  /**
   * @param mayHaveGap whether another may have given back a part of it before
   */
  OutputBound(Path file, long maxBytes, boolean mayHaveGap) {
    this(file, maxBytes, FileHoles::punch, mayHaveGap);
  }

  OutputBound(Path file, long maxBytes, HoleMaker holes, boolean mayHaveGap) {
    this.file = file;
    this.holes = holes;
    this.mayHaveGap = mayHaveGap;
    this.headBytes = maxBytes / 4 / BLOCK_BYTES * BLOCK_BYTES;
    this.tailBytes = maxBytes / 2 / BLOCK_BYTES * BLOCK_BYTES;
    this.playBytes = maxBytes - headBytes - tailBytes;
  }

  /**
   * Looks at the file and gives back what is too much.
   *
   * @return how many bytes it has grown by since the last look
   */
  long check() throws IOException {
    // Of a file that is not there the length is 0.
    long bytes = file.toFile().length();
    long grown = Math.abs(bytes - seenBytes);
    seenBytes = bytes;
    if (bytes > headBytes + tailBytes + playBytes) {
      Optional<OutputGap> gap = OutputGap.find(file).filter(g -> !isStale(g, bytes));
      long keptFrom = gap.map(g -> g.positionOf(g.end(), bytes)).orElse(headBytes);
      if (bytes - keptFrom > tailBytes + playBytes) {
        shorten(gap, keptFrom, bytes);
      }
    }
    return grown;
  }

  /** Whether the task itself has cut its file back behind the gap and written on from there. */
  private static boolean isStale(OutputGap gap, long bytes) {
    return gap.positionOf(gap.end(), bytes) > bytes;
  }

  private void shorten(Optional<OutputGap> gap, long keptFrom, long bytes) throws IOException {
    mayHaveGap = true;
    long shift = gap.map(OutputGap::shift).orElse(0L);
    long keepFrom = (bytes - tailBytes) / BLOCK_BYTES * BLOCK_BYTES;
    if (shift == 0) {
      new OutputGap(headBytes, keepFrom, 0, 0, 0).save(file);
      if (holes.punch(file, keptFrom, keepFrom - keptFrom)) {
        return;
      }
    }
    cutBack(shift, bytes);
  }

  private void cutBack(long shift, long bytes) throws IOException {
    copy(file, bytes - tailBytes, bytes, asideFile(), false);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long lost = channel.size() - headBytes;
      new OutputGap(headBytes, headBytes + shift + lost, shift + lost, 0, 0).save(file);
      channel.truncate(headBytes);
    }
    seenBytes = headBytes;
  }

  /** Packs the file. Called when nobody writes to it any more. */
  void close() throws IOException {
    check();
    Optional<OutputGap> found = mayHaveGap ? OutputGap.find(file) : Optional.empty();
    if (found.isEmpty() || found.get().packedBytes() > 0) {
      return;
    }
    OutputGap gap = found.get();
    long bytes = Files.size(file);
    boolean cut = gap.shift() > 0;
    long tailFrom = gap.positionOf(gap.end(), bytes);
    long asideBytes = cut ? Files.size(asideFile()) : 0;
    long asideKept = Math.clamp(tailBytes - (bytes - tailFrom), 0, asideBytes);
    long missing = gap.end() - gap.start() - asideKept;
    Path packed = file.resolveSibling(file.getFileName() + ".packed");
    copy(file, 0, gap.start(), packed, false);
    Files.writeString(
        packed,
        "\n[packtrain: " + missing + " bytes left out here]\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.APPEND);
    if (cut) {
      copy(asideFile(), asideBytes - asideKept, asideBytes, packed, true);
    }
    long packedStart = Files.size(packed);
    copy(file, tailFrom, bytes, packed, true);
    gap.packedAs(Files.size(packed), gap.end() - packedStart).save(file);
    Files.move(packed, file, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(asideFile());
  }

  private static void copy(Path source, long from, long to, Path target, boolean append)
      throws IOException {
    StandardOpenOption how =
        append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    try (FileChannel in = FileChannel.open(source);
        FileChannel out =
            FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
      for (long position = from; position < to; ) {
        long copied = in.transferTo(position, to - position, out);
        if (copied <= 0) {
          break;
        }
        position += copied;
      }
    }
  }

  private Path asideFile() {
    return file.resolveSibling(file.getFileName() + ".tail");
  }
}
