package io.github.packtrain.master.shell;

import io.github.packtrain.core.Command;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.session.loop.Answer;
import io.github.packtrain.session.loop.Input;
import io.github.packtrain.session.loop.Request;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Requests on their way through the loop and the journal. Thread-safe. */
public final class Calls {
  private static final int PLACES = 4_096;

  /** Of all requests that wait: a full disk must not become a full memory. */
  private static final int MEGABYTES = 128;

  private static final int MEGABYTE = 1024 * 1024;
  private final Inbox inbox;
  private final Numbers numbers;
  private final Condition condition;
  private final Semaphore places = new Semaphore(PLACES);
  private final Semaphore megabytes = new Semaphore(MEGABYTES);
  private final ConcurrentHashMap<Long, Waiting> waiting = new ConcurrentHashMap<>();

  private record Waiting(CompletableFuture<Answer> answer, int megabytes) {}

  Calls(Inbox inbox, Numbers numbers, Condition condition) {
    this.inbox = inbox;
    this.numbers = numbers;
    this.condition = condition;
  }

  /**
   * Sends a request to the loop.
   *
   * @param bytes about how large it is
   * @return its answer once it is durable; a refusal is an answer too
   */
  public CompletableFuture<Answer> send(Request request, int bytes) {
    Optional<String> degraded = condition.findDegraded();
    if (degraded.isPresent() && isNewWork(request)) {
      return refused(condition.degradedRejection(degraded.get()));
    }
    int size = 1 + bytes / MEGABYTE;
    if (!places.tryAcquire()) {
      return refused(busy());
    }
    if (!megabytes.tryAcquire(Math.min(size, MEGABYTES))) {
      places.release();
      return refused(busy());
    }
    long token = numbers.next();
    Waiting call = new Waiting(new CompletableFuture<>(), Math.min(size, MEGABYTES));
    waiting.put(token, call);
    inbox.put(new Input.Call(request, token), bytes);
    if (condition.isStopping()) {
      answer(token, new Answer.Rejected(Condition.stoppingRejection()));
    }
    return call.answer;
  }

  void answer(long token, Answer answer) {
    Waiting call = waiting.remove(token);
    if (call != null) {
      places.release();
      megabytes.release(call.megabytes);
      call.answer.complete(answer);
    }
  }

  /** Nobody will answer any more. */
  void end() {
    for (Long token : waiting.keySet()) {
      answer(token, new Answer.Rejected(Condition.stoppingRejection()));
    }
  }

  private static CompletableFuture<Answer> refused(Rejection rejection) {
    return CompletableFuture.completedFuture(new Answer.Rejected(rejection));
  }

  private static Rejection busy() {
    return new Rejection(
        Kind.RESOURCE_EXHAUSTED,
        "BUSY",
        "as many requests as may wait are waiting",
        "a longer line would only make each of them slower",
        "try again in a second");
  }

  private static boolean isNewWork(Request request) {
    return switch (request) {
      case Request.Commands commands ->
          commands.commands().stream().anyMatch(Command.SubmitJob.class::isInstance);
      case Request.CreateStudy _ -> true;
      case Request.OfStudy _ -> false;
    };
  }
}
