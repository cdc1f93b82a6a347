package io.github.packtrain.worker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardJournalTest {
  private static final AttemptId A = AttemptId.of(1, 0, 1);
  private static final AttemptId B = AttemptId.of(1, 1, 1);

  @TempDir Path directory;

  @Test
  void everythingIsFoundAgain() throws IOException {
    try (GuardJournal journal = GuardJournal.open(file())) {
      journal.lease("boot", 77);
      journal.running(record(A));
      journal.running(record(B));
      journal.started(record(A).withProcess(11, 22, 33));
      journal.ended(ended(B));
      journal.flush();
    }
    try (GuardJournal journal = GuardJournal.open(file())) {
      assertThat(journal.open()).containsOnly(Map.entry(A, record(A).withProcess(11, 22, 33)));
      assertThat(journal.over()).containsOnly(Map.entry(B, ended(B)));
      assertThat(journal.leaseUntilBootMillis("boot")).isEqualTo(77);
      assertThat(journal.leaseUntilBootMillis("another")).isEqualTo(Long.MIN_VALUE);
      journal.forgotten(B);
      journal.flush();
    }
    try (GuardJournal journal = GuardJournal.open(file())) {
      assertThat(journal.over()).isEmpty();
    }
  }

  @Test
  void whereverTheLastWriteWasCutAllBeforeItIsThere() throws IOException {
    long whole;
    try (GuardJournal journal = GuardJournal.open(file())) {
      journal.running(record(A));
      journal.flush();
      whole = Files.size(file());
      journal.running(record(B));
      journal.flush();
    }
    byte[] bytes = Files.readAllBytes(file());
    for (int length = (int) whole; length < bytes.length; length++) {
      Files.write(file(), Arrays.copyOf(bytes, length));
      try (GuardJournal journal = GuardJournal.open(file())) {
        assertThat(journal.open()).as("cut at %d", length).containsOnlyKeys(A);
      }
    }
  }

  @Test
  void itsLengthIsThatOfWhatIsStillOfInterest() throws IOException {
    try (GuardJournal journal = GuardJournal.open(file())) {
      for (int i = 0; i < 30_000; i++) {
        AttemptId attempt = AttemptId.of(2, i, 1);
        journal.running(record(attempt));
        journal.ended(ended(attempt));
        journal.forgotten(attempt);
        if (i % 10 == 0) {
          journal.flush();
        }
      }
      journal.running(record(A));
      journal.flush();
      assertThat(Files.size(file())).isLessThan(2 << 20);
    }
    try (GuardJournal journal = GuardJournal.open(file())) {
      assertThat(journal.open()).containsOnlyKeys(A);
    }
  }

  private Path file() {
    return directory.resolve("guard.journal");
  }

  private static AttemptRecord record(AttemptId attempt) {
    StartAttempt start =
        new StartAttempt(
            attempt,
            List.of("true"),
            Map.of(),
            AttemptPlace.lent(Path.of("/checkpoints")),
            AttemptBounds.of(0, 100),
            LeasePolicy.KEEP,
            "note");
    AttemptRecord now =
        AttemptRecord.starting(
            start, "boot", Path.of("/slots/3"), 3, Path.of("/checkpoints"), List.of());
    return new AttemptRecord(
        attempt,
        0,
        0,
        0,
        "boot",
        5,
        6,
        now.bounds(),
        LeasePolicy.KEEP,
        now.directory(),
        3,
        now.checkpoints(),
        List.of(),
        now.note());
  }

  private static EndedAttempt ended(AttemptId attempt) {
    return new EndedAttempt(
        attempt, new AttemptEnding.OutOfMemory(), 1, 2, 3, 4, 5, 0, false, "note");
  }
}
