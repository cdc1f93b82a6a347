package io.github.packtrain.worker.guard;

import static org.awaitility.Awaitility.await;

import io.github.packtrain.model.AttemptId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what a guard said. */
final class Heard implements GuardListener {
  final Map<AttemptId, RunningAttempt> started = new ConcurrentHashMap<>();
  final Map<AttemptId, EndedAttempt> ended = new ConcurrentHashMap<>();
  final List<List<RunningAttempt>> connects = new CopyOnWriteArrayList<>();
  final AtomicInteger replacements = new AtomicInteger();
  final List<GuardException> outages = new CopyOnWriteArrayList<>();

  @Override
  public void connected(List<RunningAttempt> running, List<EndedAttempt> over) {
    over.forEach(attempt -> ended.put(attempt.attempt(), attempt));
    connects.add(running);
  }

  @Override
  public void started(RunningAttempt attempt) {
    started.put(attempt.attempt(), attempt);
  }

  @Override
  public void ended(EndedAttempt attempt) {
    ended.put(attempt.attempt(), attempt);
  }

  @Override
  public void replaced() {
    replacements.incrementAndGet();
  }

  @Override
  public void unavailable(GuardException cause) {
    outages.add(cause);
  }

  RunningAttempt awaitStarted(AttemptId attempt) {
    await().atMost(Duration.ofSeconds(20)).until(() -> started.containsKey(attempt));
    return Objects.requireNonNull(started.get(attempt));
  }

  EndedAttempt awaitEnded(AttemptId attempt) {
    await().atMost(Duration.ofSeconds(20)).until(() -> ended.containsKey(attempt));
    return Objects.requireNonNull(ended.get(attempt));
  }

  void awaitConnects(int count) {
    await().atMost(Duration.ofSeconds(20)).until(() -> connects.size() >= count);
  }
}
