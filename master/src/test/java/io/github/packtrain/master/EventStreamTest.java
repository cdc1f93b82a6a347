package io.github.packtrain.master;

import static io.github.packtrain.protocol.v1.EventType.EVENT_JOB_ADMITTED;
import static io.github.packtrain.protocol.v1.EventType.EVENT_JOB_ENDED;
import static io.github.packtrain.protocol.v1.EventType.EVENT_TASK_ENDED;
import static io.github.packtrain.protocol.v1.EventType.EVENT_TASK_PLACED;
import static io.github.packtrain.protocol.v1.EventType.EVENT_TASK_RETRIED;
import static io.github.packtrain.protocol.v1.EventType.EVENT_TASK_STARTED;
import static io.github.packtrain.protocol.v1.EventType.EVENT_WORKER_DRAINED;
import static io.github.packtrain.protocol.v1.EventType.EVENT_WORKER_LOST;
import static io.github.packtrain.protocol.v1.EventType.EVENT_WORKER_REGISTERED;
import static io.github.packtrain.protocol.v1.EventType.EVENT_WORKER_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.master.shell.ShellOptions;
import io.github.packtrain.protocol.v1.DrainWorkerRequest;
import io.github.packtrain.protocol.v1.Event;
import io.github.packtrain.protocol.v1.Outcome;
import io.github.packtrain.protocol.v1.RetryPolicy;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobsRequest;
import io.github.packtrain.protocol.v1.WatchEventsRequest;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Events as those see them who watch, over real gRPC and HTTP. */
final class EventStreamTest extends RunningMaster {
  /** Whose token the administrator's is. */
  private static final String ME = System.getProperty("user.name");

  private static final WatchEventsRequest NOW = WatchEventsRequest.getDefaultInstance();
  private static final WatchEventsRequest KEPT =
      WatchEventsRequest.newBuilder().setUntilNow(true).build();

  private Watcher watch(WatchEventsRequest request) throws IOException {
    return Watcher.watch(master.asAdmin(), request);
  }

  private List<Event> kept(WatchEventsRequest request) throws IOException {
    Watcher watcher = watch(request);
    await().until(() -> watcher.isCompleted() || !watcher.failureCode().isEmpty());
    if (watcher.failureCode().equals("EVENTS_COMPACTED")) {
      return kept(request); // Forgotten while it was being sent, as may happen: begin again.
    }
    assertThat(watcher.failureCode()).isEmpty();
    return watcher.events();
  }

  private static WatchEventsRequest after(long number) {
    return WatchEventsRequest.newBuilder().setAfter(number).build();
  }

  @Test
  void aJobIsSeenFromItsSubmissionToItsEnd() throws IOException {
    Watcher watcher = watch(NOW);
    await().until(watcher::isOpen);
    master.worker("w1").endingAtOnce();
    submit("hello", 2);
    await().until(() -> watcher.types().contains(EVENT_JOB_ENDED));
    assertThat(watcher.types())
        .containsExactlyInAnyOrder(
            EVENT_WORKER_REGISTERED,
            EVENT_JOB_ADMITTED,
            EVENT_TASK_PLACED,
            EVENT_TASK_PLACED,
            EVENT_TASK_STARTED,
            EVENT_TASK_STARTED,
            EVENT_TASK_ENDED,
            EVENT_TASK_ENDED,
            EVENT_JOB_ENDED);
    assertThat(watcher.texts())
        .contains(
            "worker W1 'w1' registered",
            ME + " submitted job J1 'hello' with 2 tasks",
            "task J1/0 was given to W1",
            "task J1/0 started on W1",
            "task J1/0 ended on W1 after 5 ms: completed",
            "job J1 ended: completed");
    assertThat(watcher.numbers()).isSorted().doesNotHaveDuplicates();
    Event end =
        watcher.events().stream()
            .filter(event -> event.getType() == EVENT_TASK_ENDED)
            .findFirst()
            .orElseThrow();
    assertThat(end.getWorker()).isEqualTo("W1");
    assertThat(end.getAttempt()).isEqualTo(end.getTask() + ".1");
    assertThat(end.getOutcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(end.getMetricsMap()).containsKey("y");
    assertThat(end.getAt().getSeconds()).isPositive();
  }

  @Test
  void aFilterLetsThroughWhatItNames() throws IOException {
    FakeWorker worker = master.worker("w1").endingAtOnce();
    await().until(worker::isRegistered);
    Watcher second = watch(WatchEventsRequest.newBuilder().setJob("J2").build());
    Watcher ends = watch(WatchEventsRequest.newBuilder().addTypes(EVENT_JOB_ENDED).build());
    Watcher ofWorker = watch(WatchEventsRequest.newBuilder().setWorker("w1").build());
    await().until(() -> second.isOpen() && ends.isOpen() && ofWorker.isOpen());
    submit("one", 1);
    submit("two", 1);
    awaitEnd("J1");
    awaitEnd("J2");
    await().until(() -> second.types().contains(EVENT_JOB_ENDED));
    assertThat(second.types())
        .containsExactly(
            EVENT_JOB_ADMITTED,
            EVENT_TASK_PLACED,
            EVENT_TASK_STARTED,
            EVENT_TASK_ENDED,
            EVENT_JOB_ENDED);
    await().until(() -> ends.events().size() == 2);
    assertThat(ends.texts())
        .containsExactlyInAnyOrder("job J1 ended: completed", "job J2 ended: completed");
    await().until(() -> Collections.frequency(ofWorker.types(), EVENT_TASK_ENDED) == 2);
    assertThat(ofWorker.events())
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.getWorker()).isEqualTo("W1"));
  }

  @Test
  void whoComesBackGoesOnWhereItWas() throws Exception {
    FakeWorker worker = master.worker("w1");
    submit("long", 2);
    await().until(() -> worker.running().size() == 2);
    await().until(() -> worker.unacknowledged() == 0);
    Watcher before = watch(after(0));
    await().until(() -> Collections.frequency(before.types(), EVENT_TASK_STARTED) == 2);
    long last = before.last();
    before.hangUp();
    worker.endingAtOnce();
    awaitEnd("J1");
    restart();
    List<Event> rest = kept(after(last).toBuilder().setUntilNow(true).build());
    assertThat(rest)
        .extracting(Event::getType)
        .containsOnlyOnce(EVENT_JOB_ENDED)
        .doesNotContain(EVENT_TASK_STARTED);
    assertThat(rest)
        .filteredOn(event -> event.getType() == EVENT_TASK_ENDED)
        .hasSize(2)
        .as("the worker is known though it was placed before")
        .allSatisfy(event -> assertThat(event.getWorker()).isEqualTo("W1"));
    List<Event> all = kept(KEPT);
    assertThat(all).containsAll(rest).containsAll(before.events());
    assertThat(all.subList(all.size() - rest.size(), all.size())).isEqualTo(rest);
    assertThat(kept(KEPT.toBuilder().setAfter(-1).build()))
        .isEqualTo(rest.subList(rest.size() - 1, rest.size()));
  }

  @Test
  void aNumberThatHasNotComeIsRefused() throws IOException {
    Watcher watcher = watch(after(1_000_000));
    await().until(() -> watcher.failureCode().equals("EVENT_NUMBER"));
    Watcher nobody = watch(WatchEventsRequest.newBuilder().setWorker("W9").build());
    await().until(() -> nobody.failureCode().equals("WORKER_NOT_FOUND"));
  }

  @Test
  void aSlowReaderHoldsUpNobodyAndMissesNothing() throws IOException {
    Watcher slow =
        Watcher.lazy(
            master.asAdmin(), WatchEventsRequest.newBuilder().addTypes(EVENT_JOB_ADMITTED).build());
    await().until(slow::isOpen);
    int jobs = 90_000; // More than are kept in memory.
    SubmitJobsRequest.Builder batch = SubmitJobsRequest.newBuilder();
    for (int i = 0; i < 1_000; i++) {
      batch.addJobs(SubmitJobRequest.newBuilder().setSpec(noop("x")));
    }
    for (int i = 0; i < jobs / 1_000; i++) {
      master.jobs().submitJobs(batch.build());
    }
    assertThat(slow.events()).as("it has not read yet").isEmpty();
    slow.read(10_000);
    await().atMost(Duration.ofSeconds(30)).until(() -> slow.events().size() == jobs);
    assertThat(slow.events())
        .extracting(Event::getJob)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, jobs).mapToObj(i -> "J" + i).collect(Collectors.toList()));
    submit("after", 1);
    await().until(() -> slow.events().size() == jobs + 1);
  }

  @Test
  void whatIsNoLongerKeptIsSaid() throws Exception {
    master.close();
    master =
        TestMaster.start(
            TestMaster.options(dir)
                .withShell(
                    new ShellOptions(200, 2_000, PlacementChoice.BEST_FIT, 1_000, 20, 600_000)));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              submit("filler", 1);
              return kept(KEPT).getFirst().getNumber() > 1;
            });
    Watcher late = watch(after(0));
    await().until(() -> !late.failureCode().isEmpty());
    assertThat(late.failureCode()).isEqualTo("EVENTS_COMPACTED");
    assertThat(kept(KEPT.toBuilder().setAfter(-1_000_000).build())).isNotEmpty();
  }

  @Test
  void theEndOfTheMasterEndsTheStreams() throws Exception {
    Watcher watcher = watch(NOW);
    Watcher lazy = Watcher.lazy(master.asAdmin(), NOW);
    await().until(() -> watcher.isOpen() && lazy.isOpen());
    master.master().close();
    await().until(() -> watcher.failureCode().equals("MASTER_STOPPING"));
  }

  @Test
  void workersComeAndGo() throws IOException {
    Watcher watcher = watch(NOW);
    await().until(watcher::isOpen);
    FakeWorker worker = master.worker("w1");
    await().until(worker::isRegistered);
    submit("long", 1);
    await().until(() -> worker.running().size() == 1);
    var _ =
        master
            .workers()
            .drainWorker(
                DrainWorkerRequest.newBuilder().setWorker("w1").setReason("a fan").build());
    await().until(() -> watcher.texts().contains(ME + " drains worker W1: a fan"));
    worker.hangUp();
    await().until(() -> watcher.types().contains(EVENT_WORKER_LOST));
    assertThat(watcher.types()).containsSubsequence(EVENT_WORKER_DRAINED, EVENT_WORKER_UNREACHABLE);
    assertThat(watcher.types()).containsOnlyOnce(EVENT_WORKER_UNREACHABLE, EVENT_WORKER_LOST);
    assertThat(kept(KEPT)).extracting(Event::getType).containsOnlyOnce(EVENT_WORKER_LOST);
  }

  @Test
  void anAttemptThatIsTriedAgainIsNoEnd() throws IOException {
    FakeWorker worker = master.worker("w1");
    var _ =
        master
            .jobs()
            .submitJob(
                SubmitJobRequest.newBuilder()
                    .setSpec(
                        noop("twice").toBuilder()
                            .setRetry(
                                RetryPolicy.newBuilder().setMaxAttempts(2).setBackoffMillis(1)))
                    .build());
    for (int attempt = 1; attempt <= 2; attempt++) {
      await().until(() -> worker.running().size() == 1);
      worker.end(worker.running().getFirst(), Outcome.FAILED);
      await().until(() -> worker.unacknowledged() == 0);
    }
    awaitEnd("J1");
    assertThat(kept(KEPT))
        .filteredOn(event -> event.getOutcome() == Outcome.FAILED)
        .extracting(Event::getType, Event::getText)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                EVENT_TASK_RETRIED,
                "attempt J1/0.1 ended on W1 after 5 ms: failed, exit code 3, it broke; its task is"
                    + " tried again"),
            org.assertj.core.groups.Tuple.tuple(
                EVENT_TASK_ENDED,
                "task J1/0 ended on W1 after 5 ms: failed, exit code 3, it broke"));
  }

  @Test
  void aStudyTellsItsTrials() throws IOException {
    var _ = master.studies().createStudy(StudyRequests.create("nas", 2));
    master.worker("w1").endingAtOnce();
    await().until(() -> study("nas").getState().equals("ended"));
    assertThat(kept(KEPT.toBuilder().setStudy("nas").build()))
        .extracting(Event::getText)
        .contains("study 'nas' was created", "study 'nas' ended: budget: all 2 trials have ended")
        .anyMatch(text -> text.startsWith("trial 1 of study 'nas' was suggested: {"))
        .anyMatch(text -> text.startsWith("trial 2 of study 'nas' ended, completed: y "));
  }

  @Test
  void httpHasALineForEachEvent() throws Exception {
    submit("hello", 2);
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create(master.master().httpUrl() + "/v1/events?untilNow&types=EVENT_JOB_ADMITTED")
                .toURL()
                .openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + master.adminSecret());
    assertThat(connection.getResponseCode()).isEqualTo(200);
    String body = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(body.lines().filter(line -> !line.isBlank()))
        .singleElement()
        .asString()
        .contains("\"job\":\"J1\"", "\"type\":\"EVENT_JOB_ADMITTED\"", "submitted job J1");
  }
}
