package io.github.packtrain.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampTest {
  @TempDir Path directory;

  @Test
  void bothWaysSeeTheSame() throws Exception {
    Path file = Files.writeString(directory.resolve("ä file"), "abc");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    for (Path path : new Path[] {directory, file, link}) {
      assertThat(FileStamp.of(path)).isEqualTo(FileStamp.byFileSystem(path));
    }
    assertThat(FileStamp.of(file).bytes()).isEqualTo(3);
    assertThat(FileStamp.of(link)).isNotEqualTo(FileStamp.of(file));
  }

  @Test
  void aFileThatIsNotThereIsSaidToBe() {
    assertThatThrownBy(() -> FileStamp.of(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
