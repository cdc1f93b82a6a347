package io.github.packtrain.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The journals of all releases are replayed by this one. */
class GoldenJournalTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir Path temp;

  static List<String> releases() throws IOException {
    try (Stream<Path> releases = Files.list(GOLDEN)) {
      return releases.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void theJournalOfEachReleaseComesToTheSame(String release) throws IOException {
    Path data = temp.resolve("data");
    Journals.copy(GOLDEN.resolve(release), data);
    assertThat(GoldenJournal.replay(data))
        .isEqualTo(Files.readString(GOLDEN.resolve(release).resolve("expected.txt")));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void snapshotAndBatchesComeToTheSameAsBatchesAlone(String release) throws IOException {
    Path data = temp.resolve("data");
    Journals.copy(GOLDEN.resolve(release), data);
    String withSnapshot = GoldenJournal.replay(data);
    try (Stream<Path> snapshots = Files.list(data.resolve("snapshots"))) {
      for (Path snapshot : snapshots.toList()) {
        Files.delete(snapshot);
      }
    }
    String state = "--- the state";
    String batchesAlone = GoldenJournal.replay(data);
    assertThat(asOfOld(batchesAlone.substring(batchesAlone.indexOf(state))))
        .isEqualTo(asOfOld(withSnapshot.substring(withSnapshot.indexOf(state))));
  }

  /**
   * Without what snapshots of the first releases did not hold: what was learned and what tasks were
   * served before is known from their batches only.
   */
  private static String asOfOld(String state) {
    return state
        .lines()
        .filter(line -> !line.startsWith("LearnedRestored"))
        .map(line -> line.replaceAll("(servedMillis|expected)=[0-9]+", "$1=?"))
        .collect(Collectors.joining("\n"));
  }
}
