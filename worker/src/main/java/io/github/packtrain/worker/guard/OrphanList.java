package io.github.packtrain.worker.guard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The orphans that have come to this process, the subreaper. The kernel gives them to the first
 * thread of the process, so that thread's list of children holds them and nobody else: attempts are
 * children of the thread that starts them.
 *
 * <p>The list is exact, since none leaves it before it is reaped, and only the reader reaps.
 */
final class OrphanList {
  private static final int READ_MAX_BYTES = 64 << 10;

  private final @Nullable FileChannel list;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_MAX_BYTES);

  private OrphanList(@Nullable FileChannel list) {
    this.list = list;
  }

  static OrphanList of(int ownPid) {
    Path file = Path.of("/proc/self/task/" + ownPid + "/children");
    try {
      return new OrphanList(FileChannel.open(file));
    } catch (IOException e) {
      // This kernel does not list children.
      return new OrphanList(null);
    }
  }

  /** Their pids, zombies included, or empty where the kernel does not list them. */
  Optional<Set<Integer>> read() {
    if (list == null) {
      return Optional.empty();
    }
    try {
      int bytes = list.read(buffer.clear(), 0);
      if (bytes <= 0) {
        return Optional.of(Set.of());
      }
      if (bytes == READ_MAX_BYTES) {
        return Optional.empty();
      }
      byte[] text = new byte[bytes];
      buffer.flip().get(text);
      return Optional.of(
          Arrays.stream(new String(text, StandardCharsets.US_ASCII).split(" "))
              .filter(word -> !word.isBlank())
              .map(word -> Integer.valueOf(word.strip()))
              .collect(Collectors.toSet()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
