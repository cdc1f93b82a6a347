package io.github.packtrain.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.GangMember;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.worker.guard.AttemptDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HandlerAttemptsTest {
  private static final AttemptId A = AttemptId.of(1, 0, 1);
  private static final Duration POLL = Duration.ofMillis(1);

  @TempDir Path directory;
  private final Map<AttemptId, AttemptResult> ended = new ConcurrentHashMap<>();
  private final AtomicInteger ends = new AtomicInteger();
  private final List<Measurement> measured = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();
  private final AtomicLong reported = new AtomicLong();
  private final AtomicBoolean release = new AtomicBoolean();
  private HandlerAttempts attempts;

  @BeforeEach
  void open() {
    attempts =
        new HandlerAttempts(
            Handlers.of(
                List.of(
                    handler("good", call -> Map.of("a", 1.5)),
                    handler("nan", call -> Map.of("a", Double.NaN)),
                    handler(
                        "reports",
                        call -> {
                          call.report(1, Map.of("a", 0.5, "b", Double.NaN));
                          call.log("said " + call.params().json() + call.options().json());
                          return Map.of();
                        }),
                    handler(
                        "throws",
                        call -> {
                          throw new IllegalStateException("the data is gone");
                        }),
                    handler(
                        "overflows",
                        call -> {
                          throw new StackOverflowError();
                        }),
                    handler(
                        "sleeps",
                        call -> {
                          new CountDownLatch(1).await(); // nobody counts it down
                          return Map.of();
                        }),
                    handler("null", call -> nothing()),
                    handler("gang", HandlerAttemptsTest::tellsItsGang),
                    handler("clean", call -> Map.of("interrupted", interrupted() ? 1.0 : 0.0)),
                    handler("chatty", this::chat),
                    handler("deaf", this::spin))),
            new Remembering());
  }

  @AfterEach
  void close() {
    release.set(true);
    attempts.close();
  }

  @Test
  void aResultComesBack() {
    assertThat(run("good", List.of("a")))
        .satisfies(
            r -> {
              assertThat(r.outcome()).isEqualTo(Outcome.SUCCEEDED);
              assertThat(r.metrics()).isEqualTo(Map.of("a", 1.5));
            });
    assertThat(attempts.running()).isEmpty();
  }

  @Test
  void aResultThatIsMissingOrNotFiniteIsABadOne() {
    assertThat(run("good", List.of("b")))
        .satisfies(
            r -> {
              assertThat(r.outcome()).isEqualTo(Outcome.BAD_RESULT);
              assertThat(r.message()).startsWith("RESULT_MISSING").contains("'b'");
            });
    assertThat(run("nan", List.of("a")).message()).startsWith("RESULT_NOT_FINITE");
    assertThat(run("nan", List.of()))
        .satisfies(
            r -> {
              assertThat(r.outcome()).isEqualTo(Outcome.BAD_RESULT);
              assertThat(r.message()).contains("'a' is NaN").contains("hint: ");
            });
    assertThat(run("null", List.of()).message()).startsWith("HANDLER_FAILED").contains("null");
  }

  @Test
  void measurementsAndLogsComeThrough() throws Exception {
    run("reports", List.of());
    assertThat(measured).containsExactly(new Measurement(1, Map.of("a", 0.5)));
    assertThat(files().stdout()).hasContent("said {}{}");
    assertThat(files().stderr()).content().contains("not all of the measurement at step 1");
  }

  @Test
  void whatAHandlerThrowsIsItsFailure() throws Exception {
    assertThat(run("throws", List.of()))
        .satisfies(
            r -> {
              assertThat(r.outcome()).isEqualTo(Outcome.FAILED);
              assertThat(r.message())
                  .startsWith("HANDLER_FAILED: IllegalStateException: the data is gone");
            });
    assertThat(files().stderr()).content().contains("at io.github.packtrain.worker.handler");
    assertThat(run("overflows", List.of()).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void aHandlerThatIsNotThereIsSaidToBe() {
    assertThat(run("goood", List.of()))
        .satisfies(
            r -> {
              assertThat(r.outcome()).isEqualTo(Outcome.NOT_STARTED);
              assertThat(r.message())
                  .startsWith("HANDLER_NOT_FOUND")
                  .contains("'goood'")
                  .contains("did you mean 'good'?")
                  .contains("known are chatty, clean, deaf, gang, good, nan");
            });
    assertThat(events).containsExactly("ended");
  }

  /** Limits are hours: what waited for one must go with its attempt. */
  @Test
  void manyShortAttemptsLeaveNothingBehind() throws Exception {
    int attemptsInAll = 5_000;
    for (int i = 1; i <= attemptsInAll; i++) {
      attempts.start(start(AttemptId.of(1, i, 1), "good", 3_600_000, 1_000, List.of()));
      int started = i;
      if (started % 8 == 0) {
        await().pollDelay(Duration.ZERO).pollInterval(POLL).until(() -> ends.get() == started);
      }
    }
    await().until(() -> ends.get() == attemptsInAll);
    assertThat(attempts.running()).isEmpty();
    assertThat(attempts.alarms()).isZero();
    assertThat(threads).as("threads are used again").hasSizeLessThan(attemptsInAll / 50);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).as("who says nothing leaves no file").isEmpty();
    }
  }

  /** An interrupt belongs to the attempt it was meant for, however late it comes. */
  @Test
  void anInterruptNeverReachesTheNextAttempt() {
    AttemptId next = AttemptId.of(2, 0, 1);
    for (int i = 0; i < 2_000; i++) {
      attempts.start(start("good", 0, 60_000, List.of()));
      attempts.stop(A, Outcome.CANCELLED);
      attempts.start(start(next, "clean", 0, 60_000, List.of()));
      assertThat(awaitEnded().outcome()).isIn(Outcome.SUCCEEDED, Outcome.CANCELLED);
      assertThat(awaitEnded(next).metrics()).isEqualTo(Map.of("interrupted", 0.0));
    }
    assertThat(attempts.abandonedThreads()).isZero();
  }

  @Test
  void nothingIsSaidOfAnAttemptAfterItsEnd() {
    attempts.start(start("chatty", 0, 20, List.of()));
    await().until(() -> events.contains("measured"));
    attempts.stop(A, Outcome.CANCELLED);
    awaitEnded();
    long reportedThen = reported.get();
    await().until(() -> reported.get() > reportedThen + 1_000);
    assertThat(events).startsWith("started", "measured").endsWith("ended");
    assertThat(events).filteredOn("ended"::equals).hasSize(1);
  }

  @Test
  void aFloodOfReportsIsThinned() {
    attempts.start(start("chatty", 0, 60_000, List.of()));
    await().until(() -> reported.get() > 20_000);
    release.set(true);
    awaitEnded();
    assertThat(measured).hasSizeBetween(Pace.BURST, (int) (reported.get() / 10));
    assertThat(measured.getLast().step()).as("the newest is kept").isEqualTo(reported.get());
  }

  @Test
  void checkpointsOutliveTheAttempt() throws Exception {
    attempts.close();
    List<Path> given = new CopyOnWriteArrayList<>();
    TaskHandler keeper =
        handler(
            "keeper",
            call -> {
              given.add(Files.writeString(call.checkpointDirectory().resolve("state"), "1"));
              return Map.of();
            });
    attempts = new HandlerAttempts(Handlers.of(List.of(keeper)), new Remembering());
    run("keeper", List.of());
    assertThat(given).containsExactly(directory.resolve("checkpoints/J1-0/state"));
  }

  @Test
  void anAttemptIsEndedByItsLimitOrOnRequest() {
    attempts.start(start("sleeps", 50, 60_000, List.of()));
    assertThat(awaitEnded().outcome()).isEqualTo(Outcome.TIMED_OUT);

    attempts.start(start("sleeps", 0, 60_000, List.of()));
    assertThat(attempts.running()).containsExactly(A);
    attempts.stop(A, Outcome.CANCELLED);
    assertThat(awaitEnded())
        .satisfies(
            r -> {
              assertThat(r.outcome()).isEqualTo(Outcome.CANCELLED);
              assertThat(r.message()).isEqualTo("stopped: CANCELLED");
            });
  }

  @Test
  void aDeafHandlerIsAbandonedAndEndsOnce() {
    attempts.start(start("deaf", 0, 50, List.of()));
    await().until(() -> events.contains("started"));
    attempts.stopAll(Outcome.CANCELLED);

    assertThat(awaitEnded().message()).contains("abandoned");
    assertThat(attempts.abandonedThreads()).isEqualTo(1);
    assertThat(attempts.running()).isEmpty();

    release.set(true);
    await().until(() -> attempts.abandonedThreads() == 0);
    assertThat(ends.get()).isEqualTo(1);
    assertThat(measured).isEmpty();
  }

  @SuppressWarnings("NullAway") // what code that is not checked like ours may do
  private static Map<String, Double> nothing() {
    return null;
  }

  private static boolean interrupted() {
    return Thread.currentThread().isInterrupted();
  }

  private Map<String, Double> chat(HandlerCall call) {
    while (!release.get()) {
      call.report(reported.get() + 1, Map.of("a", 1.0));
      reported.incrementAndGet();
    }
    return Map.of();
  }

  private Map<String, Double> spin(HandlerCall call) {
    while (!release.get()) {
      Thread.onSpinWait();
    }
    call.report(9, Map.of("late", 1.0));
    return Map.of("late", 1.0);
  }

  private AttemptResult run(String handler, List<String> required) {
    attempts.start(start(handler, 0, 1_000, required));
    return awaitEnded();
  }

  private AttemptResult awaitEnded() {
    return awaitEnded(A);
  }

  private AttemptResult awaitEnded(AttemptId attempt) {
    await().pollDelay(Duration.ZERO).pollInterval(POLL).until(() -> ended.containsKey(attempt));
    return Objects.requireNonNull(ended.remove(attempt));
  }

  private static Map<String, Double> tellsItsGang(HandlerCall call) {
    return call.findGang()
        .map(
            gang ->
                Map.of(
                    "rank",
                    (double) gang.rank(),
                    "size",
                    (double) gang.size(),
                    "port",
                    gang.host().equals("box") ? (double) gang.port() : -1))
        .orElse(Map.of("rank", -1.0));
  }

  @Test
  void aMemberOfAGangIsToldItsPlaceInIt() {
    TaskBody.Handler body = new TaskBody.Handler("gang", "{}");
    GangMember second = new GangMember(1, 4, "box:20032");
    attempts.start(new HandlerStart(A, body, "{}", 0, 1_000, List.of(), directory, second));
    assertThat(awaitEnded().metrics())
        .isEqualTo(Map.of("rank", 1.0, "size", 4.0, "port", 20_032.0));
    attempts.start(start("gang", 0, 1_000, List.of()));
    assertThat(awaitEnded().metrics()).isEqualTo(Map.of("rank", -1.0));
  }

  private HandlerStart start(
      String handler, long timeLimitMillis, long graceMillis, List<String> required) {
    return start(A, handler, timeLimitMillis, graceMillis, required);
  }

  private HandlerStart start(
      AttemptId attempt,
      String handler,
      long timeLimitMillis,
      long graceMillis,
      List<String> required) {
    return new HandlerStart(
        attempt,
        new TaskBody.Handler(handler, "{}"),
        "{}",
        timeLimitMillis,
        graceMillis,
        required,
        directory);
  }

  private AttemptDirectory files() {
    return AttemptDirectory.of(directory, A);
  }

  private interface Body {
    Map<String, Double> run(HandlerCall call) throws Exception;
  }

  private static TaskHandler handler(String name, Body body) {
    return new TaskHandler() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Map<String, Double> run(HandlerCall call) throws Exception {
        return body.run(call);
      }
    };
  }

  private final class Remembering implements HandlerListener {
    @Override
    public void started(AttemptId attempt) {
      threads.add(Thread.currentThread().getName());
      say(attempt, "started");
    }

    @Override
    public void measured(AttemptId attempt, Measurement measurement) {
      measured.add(measurement);
      say(attempt, "measured");
    }

    @Override
    public void ended(AttemptId attempt, AttemptResult result) {
      ends.incrementAndGet();
      say(attempt, "ended");
      ended.put(attempt, result);
    }

    private void say(AttemptId attempt, String event) {
      if (attempt.equals(A)) {
        events.add(event);
      }
    }
  }
}
