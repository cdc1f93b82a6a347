package io.github.packtrain.master.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.core.Event;
import io.github.packtrain.journal.DataDirectory;
import io.github.packtrain.journal.EventCodec;
import io.github.packtrain.journal.History;
import io.github.packtrain.journal.Journal;
import io.github.packtrain.journal.Recorded;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.session.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history beside the replica: what waits for it, what does not. */
final class HistoryFeedTest {
  private static final Fact FACT = new Event.JobClosed(new JobId(1));

  @TempDir Path temp;
  private DataDirectory directory;
  private Journal journal;
  private History history;
  private HistoryFeed feed;
  private long given;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(temp);
    journal = Journal.open(directory);
    history = History.open(directory, Long.MAX_VALUE);
    feed = new HistoryFeed(history);
  }

  @AfterEach
  void close() {
    history.close();
    journal.close();
    directory.close();
  }

  @Test
  void whatWasGivenIsThereWhenTheHistoryIsReady() throws Exception {
    Thread writer = start();
    give(1);
    give(1);
    assertThat(feed.ready().join()).isTrue();
    assertThat(history.position()).isEqualTo(2);
    give(1);
    assertThat(feed.durable().join()).isTrue();
    assertThat(history.position()).isEqualTo(3);
    give(1);
    feed.end();
    writer.join();
    assertThat(history.position()).isEqualTo(4);
  }

  @Test
  void whoGivesWaitsWhileTooMuchIsNotWritten() throws Exception {
    Thread giver =
        Thread.ofPlatform()
            .start(
                () -> {
                  give(HistoryFeed.BEHIND_EVENTS_MAX - 1);
                  give(1);
                  give(1);
                });
    await().until(() -> giver.getState() == Thread.State.WAITING);
    CompletableFuture<Boolean> ready = feed.ready();
    assertThat(ready).isNotDone();
    Thread writer = start();
    giver.join();
    assertThat(ready.join()).isTrue();
    feed.end();
    writer.join();
    assertThat(history.position()).isEqualTo(3);
  }

  @Test
  void whatIsCaughtUpBeforeTheStartIsWrittenInLargePieces() throws Exception {
    int events = HistoryFeed.BEHIND_EVENTS_MAX / 4;
    for (int i = 0; i < 5; i++) {
      feed.catchUp(recorded(events));
    }
    assertThat(history.position()).isEqualTo(4);
    Thread writer = start();
    feed.end();
    writer.join();
    assertThat(history.position()).isEqualTo(5);
  }

  @Test
  void whoAsksAfterTheEndIsRefused() throws Exception {
    Thread writer = start();
    feed.end();
    writer.join();
    assertThatThrownBy(() -> feed.ready().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(RejectedException.class);
  }

  @Test
  void aSnapshotCountsOnlyWithItsHistory() throws Exception {
    journal.log().append(journal.log().openEpoch(1), 1, EventCodec.encode(List.of(FACT)), 1);
    long sequence = journal.log().lastSequence();
    SnapshotKeeper keeper = new SnapshotKeeper(journal, 1, Long.MAX_VALUE / 1_000_000, 0);
    CompletableFuture<Boolean> kept = new CompletableFuture<>();
    assertThat(keeper.isDue(1)).isTrue();
    keeper.begin(new World(), sequence, () -> kept);
    kept.complete(false);
    keeper.last(new World(), sequence, CompletableFuture.completedFuture(true)); // waits for it
    assertThat(snapshots()).isEmpty();

    assertThat(keeper.isDue(1)).isTrue();
    keeper.last(new World(), sequence, CompletableFuture.completedFuture(true));
    assertThat(snapshots()).hasSize(1);
  }

  private List<Path> snapshots() throws IOException {
    try (Stream<Path> files = Files.walk(temp.resolve("snapshots"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private Thread start() {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                feed.run();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
  }

  private void give(int events) {
    try {
      feed.add(recorded(events));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Recorded recorded(int events) {
    return new Recorded(++given, 1, Collections.nCopies(events, FACT));
  }
}
