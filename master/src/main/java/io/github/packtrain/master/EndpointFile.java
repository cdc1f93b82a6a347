package io.github.packtrain.master;

import io.github.packtrain.journal.CrashPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code endpoint.json}: how the master of a data directory is reached, while it runs. */
record EndpointFile(Path path) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointFile.class);
  private static final String NAME = "endpoint.json";

  static EndpointFile write(Path dataDir, Doors doors) throws IOException {
    Path path = dataDir.resolve(NAME);
    Path aside = dataDir.resolve(NAME + ".new");
    String json =
        "{\"http\": \"%s\", \"grpc\": \"%s\", \"pid\": %d}%n"
            .formatted(doors.httpUrl(), doors.grpcAddress(), ProcessHandle.current().pid());
    Files.writeString(aside, json, StandardCharsets.UTF_8);
    CrashPoint.pass("master.start.endpoint");
    Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new EndpointFile(path);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("{} stays behind: {}", path, e.getMessage());
    }
  }
}
