package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.model.Rejection;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.ListJobsRequest;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A master that cannot go on says why and lets nobody believe in it. */
final class StoppedMasterTest {
  @TempDir Path dir;

  @Test
  void aDeposedMasterStops() throws Exception {
    try (TestMaster master = TestMaster.start(dir)) {
      assertThat(submit(master)).isEqualTo("J1");
      CompletableFuture<Optional<Rejection>> stop =
          CompletableFuture.supplyAsync(() -> stop(master));
      writeAsAnotherMaster();
      Throwable refused = catchThrowable(() -> submit(master));
      assertThat(refused).isInstanceOf(StatusRuntimeException.class);
      Rejection why = stop.join().orElseThrow();
      assertThat(why.code()).isEqualTo("JOURNAL_DEPOSED");
      assertThat(why.hint()).isNotEmpty();
      assertThat(catchThrowable(() -> submit(master))).isInstanceOf(StatusRuntimeException.class);
      assertThat(catchThrowable(() -> master.jobs().listJobs(ListJobsRequest.getDefaultInstance())))
          .isInstanceOf(StatusRuntimeException.class);
      assertThat(probe(master)).isEqualTo(503);
    }
  }

  @Test
  void aClosedMasterHasNothingToSay() throws Exception {
    TestMaster master = TestMaster.start(dir);
    CompletableFuture<Optional<Rejection>> stop = CompletableFuture.supplyAsync(() -> stop(master));
    master.close();
    assertThat(stop.join()).isEmpty();
  }

  @Test
  void theLogKeepsTextOfStrangersInOneLine() throws Exception {
    try (TestMaster master = TestMaster.start(dir)) {
      assertThat(master.master().httpPort()).isPositive();
      LoggerFactory.getLogger("stranger").warn("name: {}", "a\n\u001b[31mb\u0000\"c");
      Path log = dir.resolve("logs/master.log");
      await().until(() -> Files.readString(log).contains("stranger"));
      String line =
          Files.readAllLines(log).stream()
              .filter(one -> one.contains("\"stranger\""))
              .findFirst()
              .orElseThrow();
      assertThat(line).startsWith("{").endsWith("}").contains("a\\n").contains("\\\"c");
      assertThat(line.chars().allMatch(c -> c >= ' ')).isTrue();
    }
  }

  private static Optional<Rejection> stop(TestMaster master) {
    try {
      return master.master().awaitStop();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String submit(TestMaster master) throws IOException {
    return master
        .jobs()
        .submitJob(
            SubmitJobRequest.newBuilder()
                .setSpec(
                    JobSpec.newBuilder()
                        .setName("job")
                        .setHandler(HandlerBody.newBuilder().setName("noop")))
                .build())
        .getJob();
  }

  private static int probe(TestMaster master) throws IOException {
    URI ready = URI.create(master.master().httpUrl() + "/readyz");
    return ((HttpURLConnection) ready.toURL().openConnection()).getResponseCode();
  }

  /** Takes the next sequences, as a master of a newer epoch would. */
  private void writeAsAnotherMaster() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("journal.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=5000");
      for (int ahead = 0; ahead < 10; ahead++) {
        statement.execute(
            "INSERT INTO batch SELECT max(sequence) + 1, 99, 0, 0, 0, 0, 0, x'' FROM batch");
      }
    }
  }
}
