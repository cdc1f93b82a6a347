package io.github.packtrain.master.shell;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.protocol.v1.LogChunk;
import io.github.packtrain.session.loop.Input;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Callers that read the output of attempts, which comes from workers through the loop. */
public final class LogStreams {
  private static final int STREAMS_MAX = 512;
  private final Inbox inbox;
  private final Numbers numbers;
  private final ConcurrentHashMap<Long, Consumer<LogChunk>> readers = new ConcurrentHashMap<>();

  LogStreams(Inbox inbox, Numbers numbers) {
    this.inbox = inbox;
    this.numbers = numbers;
  }

  /**
   * What to read.
   *
   * @param offset from here on; negative: that many bytes before the end
   * @param maxBytes of one answer
   * @param follow go on until the attempt ends
   */
  public record Wanted(
      WorkerId worker,
      AttemptId attempt,
      boolean stderr,
      long offset,
      int maxBytes,
      boolean follow) {}

  /**
   * Asks the worker; the reader gets chunks until one says {@code end}, on a thread that must not
   * be held up.
   *
   * @return the number to {@link #cancel} it by; empty when too many read already
   */
  public OptionalLong read(Wanted wanted, Consumer<LogChunk> reader) {
    if (readers.size() >= STREAMS_MAX) {
      return OptionalLong.empty();
    }
    long token = numbers.next();
    readers.put(token, reader);
    inbox.put(
        new Input.ReadLog(
            token,
            wanted.worker(),
            wanted.attempt(),
            wanted.stderr(),
            wanted.offset(),
            wanted.maxBytes(),
            wanted.follow()),
        0);
    return OptionalLong.of(token);
  }

  /** The reader wants no more. */
  public void cancel(long token) {
    if (readers.remove(token) != null) {
      inbox.put(new Input.CancelLog(token), 0);
    }
  }

  void data(long token, LogChunk chunk) {
    Optional.ofNullable(chunk.getEnd() ? readers.remove(token) : readers.get(token))
        .ifPresent(reader -> reader.accept(chunk));
  }

  void end(String why) {
    for (Long token : readers.keySet()) {
      data(token, LogChunk.newBuilder().setEnd(true).setProblem(why).build());
    }
  }
}
