package io.github.packtrain.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.packtrain.journal.JournalException.DirectoryRefused;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One directory, one master. */
class DataDirectoryTest {
  @TempDir Path temp;

  /** The other master: takes the directory, says so, and holds it until its input ends. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      try (DataDirectory directory = DataDirectory.open(Path.of(arguments[0]))) {
        directory.announce("127.0.0.1:7070");
        System.out.println("held " + directory.path());
        System.in.read();
      }
    }
  }

  @Test
  void anotherProcessIsNamedWhenItHoldsTheDirectory() throws Exception {
    Process holder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                temp.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = holder.inputReader()) {
      assertThat(out.readLine()).startsWith("held");
      for (int i = 0; i < 3; i++) { // being refused must not loosen the other's hold
        assertThatThrownBy(() -> DataDirectory.open(temp))
            .isInstanceOf(DirectoryRefused.class)
            .hasMessageContaining("DATA_DIR_IN_USE")
            .hasMessageContaining("pid " + holder.pid())
            .hasMessageContaining("127.0.0.1:7070");
      }
      holder.destroyForcibly().waitFor();
      try (DataDirectory directory = DataDirectory.open(temp)) {
        assertThat(directory.path()).isEqualTo(temp.toRealPath());
      }
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void theSameProcessCannotTakeItTwice() throws Exception {
    Path link =
        Files.createSymbolicLink(temp.resolve("link"), Files.createDirectory(temp.resolve("real")));
    try (DataDirectory directory = DataDirectory.open(temp.resolve("real"))) {
      assertThatThrownBy(() -> DataDirectory.open(link))
          .isInstanceOf(DirectoryRefused.class)
          .extracting(e -> ((DirectoryRefused) e).code())
          .isEqualTo("DATA_DIR_IN_USE");
      assertThat(directory.path()).exists();
    }
    DataDirectory.open(link).close();
  }

  @Test
  void aFileIsNoDirectory() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThatThrownBy(() -> DataDirectory.open(file))
        .hasMessageContaining("DATA_DIR_NOT_A_DIRECTORY");
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
        .isInstanceOf(DirectoryRefused.class);
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsRefused() {
    Path unwritable = Path.of("/proc/packtrain");
    assumeTrue(Files.isDirectory(Path.of("/proc")), "no /proc here");
    assertThatThrownBy(() -> DataDirectory.open(unwritable))
        .hasMessageContaining("DATA_DIR_NOT_WRITABLE");
    assertThatThrownBy(() -> DataDirectory.open(Path.of("/proc")))
        .hasMessageContaining("DATA_DIR_NOT_WRITABLE");
  }
}
