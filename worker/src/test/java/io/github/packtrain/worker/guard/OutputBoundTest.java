package io.github.packtrain.worker.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.packtrain.worker.process.FileHoles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Output is written as numbered lines of ten bytes, so that each piece says where it belongs. */
class OutputBoundTest {
  private static final long BOUND = 256 << 10;
  private static final int LINE_BYTES = 10;

  @TempDir Path directory;

  static Stream<OutputBound.HoleMaker> bothWays() {
    return Stream.of(FileHoles::punch, (file, from, length) -> false);
  }

  @Test
  void outputWithinTheBoundIsLeftAlone() throws IOException {
    OutputBound bound = bound(FileHoles::punch);
    write(0, 20_000);
    bound.check();
    bound.close();

    assertThat(Files.size(file())).isEqualTo(200_000);
    assertThat(OutputGap.find(file())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("bothWays")
  void headAndTailAreKeptAndTheDiskIsBounded(OutputBound.HoleMaker holes) throws IOException {
    OutputBound bound = bound(holes);
    for (int line = 0; line < 1_000_000; line += 10_000) {
      write(line, line + 10_000);
      bound.check();
      assertThat(allocatedBytes()).isLessThanOrEqualTo(BOUND + 100_000);
      assertThat(OutputReader.length(file())).isEqualTo((line + 10_000) * 10L);
    }

    bound.close();

    assertThat(Files.size(file())).isLessThanOrEqualTo(BOUND + 100);
    String whole = Files.readString(file());
    assertThat(whole)
        .startsWith("000000000\n000000001\n")
        .containsPattern("\\n\\[packtrain: \\d+ bytes left out here]\\n")
        .endsWith("000999998\n000999999\n")
        .doesNotContain("\0");
    assertThat(whole.length()).isGreaterThan((int) (BOUND * 2 / 3));
  }

  @Test
  void theTailCanBeReadAtAnyTime() throws IOException {
    OutputBound bound = bound(FileHoles::punch);
    for (int line = 0; line < 100_000; line += 10_000) {
      write(line, line + 10_000);
      bound.check();
      String tail = text(OutputReader.readTail(file(), 1000));
      assertThat(tail)
          .startsWith("%09d\n".formatted(line + 9_900))
          .endsWith("%09d\n".formatted(line + 9_999));
    }
  }

  @ParameterizedTest
  @MethodSource("bothWays")
  void offsetsMeanTheSameBeforeAndAfterPacking(OutputBound.HoleMaker holes) throws IOException {
    OutputBound bound = bound(holes);
    for (int line = 0; line < 100_000; line += 10_000) {
      write(line, line + 10_000);
      bound.check();
    }
    assertPiecesAreWhereTheyBelong();
    bound.close();
    assertThat(OutputReader.length(file())).isEqualTo(1_000_000);
    assertPiecesAreWhereTheyBelong();
  }

  private void assertPiecesAreWhereTheyBelong() throws IOException {
    OutputReader.Chunk inGap = OutputReader.read(file(), 300_000, 100);
    assertThat(inGap.skippedBytes()).isEqualTo(inGap.offset() - 300_000).isPositive();
    long seen = 0;
    for (long offset = 0; offset < 1_000_000; ) {
      OutputReader.Chunk chunk = OutputReader.read(file(), offset, 7_777);
      assertThat(chunk.bytes()).isNotEmpty();
      for (int i = 0; i < chunk.bytes().length; i++) {
        assertThat(chunk.bytes()[i]).isEqualTo(expectedAt(chunk.offset() + i));
      }
      seen += chunk.bytes().length;
      offset = chunk.nextOffset();
    }
    assertThat(seen).isBetween(BOUND / 4, BOUND);
  }

  @Test
  void aTaskThatCutsItsOwnOutputIsStillBounded() throws IOException {
    OutputBound bound = bound(FileHoles::punch);
    for (int round = 0; round < 3; round++) {
      for (int line = 0; line < 100_000; line += 10_000) {
        write(line, line + 10_000);
        bound.check();
      }
      assertThat(allocatedBytes()).isLessThanOrEqualTo(BOUND + 100_000);
      Files.newByteChannel(file(), StandardOpenOption.WRITE).truncate(0).close();
      bound.check();
    }
  }

  @Test
  void aFileThatIsNotThereYetIsNoTrouble() throws IOException {
    OutputBound bound = bound(FileHoles::punch);
    assertThat(bound.check()).isZero();
    bound.close();
    assertThat(OutputReader.read(file(), 0, 10).bytes()).isEmpty();
    assertThat(OutputReader.length(file())).isZero();
  }

  private OutputBound bound(OutputBound.HoleMaker holes) {
    return new OutputBound(file(), BOUND, holes, true);
  }

  private Path file() {
    return directory.resolve("stdout.log");
  }

  private void write(int fromLine, int toLine) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int line = fromLine; line < toLine; line++) {
      text.append("%09d%n".formatted(line));
    }
    Files.writeString(file(), text, US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static byte expectedAt(long offset) {
    return (byte) "%09d\n".formatted(offset / LINE_BYTES).charAt((int) (offset % LINE_BYTES));
  }

  private static String text(OutputReader.Chunk chunk) {
    return new String(chunk.bytes(), US_ASCII);
  }

  /** What the file takes of the disk, its holes apart. */
  private long allocatedBytes() throws IOException {
    Process du =
        new ProcessBuilder("du", "-k", file().toString()).redirectErrorStream(true).start();
    String answer = new String(du.getInputStream().readAllBytes(), US_ASCII);
    assumeTrue(answer.matches("(?s)\\d+\\s.*"), "du is needed to see holes");
    return Long.parseLong(answer.replaceFirst("(?s)\\s.*", "")) * 1024;
  }
}
