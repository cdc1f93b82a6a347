package io.github.packtrain.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.worker.guard.AttemptDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HandlerAttemptsTest {
  private static final AttemptId A = AttemptId.of(1, 0, 1);

  @TempDir Path directory;
  private final Map<AttemptId, AttemptResult> ended = new ConcurrentHashMap<>();
  private final AtomicInteger ends = new AtomicInteger();
  private final List<Measurement> measured = new CopyOnWriteArrayList<>();
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
                          call.log("said " + call.parameters() + call.options());
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
                          Thread.sleep(1_000_000);
                          return Map.of();
                        }),
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
    assertThat(run("nan", List.of()).outcome()).isEqualTo(Outcome.SUCCEEDED);
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
              assertThat(r.message()).isEqualTo("IllegalStateException: the data is gone");
            });
    assertThat(files().stderr()).content().contains("at io.github.packtrain.worker.handler");
    assertThat(run("overflows", List.of()).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void aHandlerThatIsNotThereIsSaidToBe() {
    assertThat(run("nope", List.of()))
        .satisfies(
            r -> {
              assertThat(r.outcome()).isEqualTo(Outcome.NOT_STARTED);
              assertThat(r.message()).startsWith("HANDLER_NOT_FOUND").contains("good, nan");
            });
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
    attempts.stopAll(Outcome.CANCELLED);

    assertThat(awaitEnded().message()).contains("abandoned");
    assertThat(attempts.abandonedThreads()).isEqualTo(1);
    assertThat(attempts.running()).isEmpty();

    release.set(true);
    await().until(() -> attempts.abandonedThreads() == 0);
    assertThat(ends.get()).isEqualTo(1);
    assertThat(measured).isEmpty();
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
    await().until(() -> ended.containsKey(A));
    return Objects.requireNonNull(ended.remove(A));
  }

  private HandlerStart start(
      String handler, long timeLimitMillis, long graceMillis, List<String> required) {
    return new HandlerStart(
        A,
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
      assertThat(attempt).isEqualTo(A);
    }

    @Override
    public void measured(AttemptId attempt, Measurement measurement) {
      measured.add(measurement);
    }

    @Override
    public void ended(AttemptId attempt, AttemptResult result) {
      ends.incrementAndGet();
      ended.put(attempt, result);
    }
  }
}
