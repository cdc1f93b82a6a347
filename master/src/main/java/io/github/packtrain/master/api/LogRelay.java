package io.github.packtrain.master.api;

import io.github.packtrain.master.shell.LogStreams;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.protocol.v1.LogChunk;
import io.github.packtrain.protocol.v1.LogData;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Carries one attempt's output from its worker to a caller, in pieces: the next is asked for when
 * the caller has taken the one before. A caller that follows and reads too slowly is cut off rather
 * than waited for.
 */
final class LogRelay {
  /** Asked of the worker at once. */
  static final int PIECE_BYTES = 256 * 1024;

  /** Sent and not yet taken, while following. */
  private static final int BACKLOG_MAX = 256;

  private final LogStreams logs;
  private final ServerCallStreamObserver<LogData> call;
  private LogStreams.@Nullable Wanted wanted;
  private OptionalLong reading = OptionalLong.empty();
  private long offset;
  private boolean gotData;
  private boolean morePending;
  private boolean ended;
  private int backlog;

  LogRelay(LogStreams logs, ServerCallStreamObserver<LogData> call) {
    this.logs = logs;
    this.call = call;
    call.setOnCancelHandler(this::cancel);
    call.setOnReadyHandler(this::ready);
  }

  synchronized void start(LogStreams.Wanted first) {
    wanted = first;
    ask(first);
  }

  private void ask(LogStreams.Wanted next) {
    gotData = false;
    OptionalLong started = logs.read(next, this::receive);
    if (started.isEmpty()) {
      fail("BUSY", "too many read output already", "try again later", Kind.RESOURCE_EXHAUSTED);
    }
    if (!ended) {
      reading = started;
    }
  }

  private synchronized void receive(LogChunk chunk) {
    if (ended || wanted == null) {
      return;
    }
    if (!chunk.getProblem().isEmpty()) {
      fail("LOG_UNAVAILABLE", "the output cannot be read", chunk.getProblem(), Kind.UNAVAILABLE);
      return;
    }
    if (!chunk.getData().isEmpty()) {
      gotData = true;
      offset = chunk.getNextOffset();
      send(chunk);
    }
    if (chunk.getEnd()) {
      reading = OptionalLong.empty();
      if (!gotData || wanted.follow()) {
        ended = true;
        call.onCompleted();
      } else if (call.isReady()) {
        next();
      } else {
        morePending = true;
      }
    }
  }

  private void send(LogChunk chunk) {
    backlog = call.isReady() ? 0 : backlog + 1;
    if (backlog > BACKLOG_MAX) {
      fail(
          "READER_TOO_SLOW",
          "the output comes faster than it is read",
          "read on from where it stopped",
          Kind.RESOURCE_EXHAUSTED);
      return;
    }
    LogStreams.Wanted now = Objects.requireNonNull(wanted);
    call.onNext(
        LogData.newBuilder()
            .setData(chunk.getData())
            .setNextOffset(chunk.getNextOffset())
            .setAttempt(now.attempt().number())
            .build());
  }

  private synchronized void ready() {
    if (morePending && !ended) {
      morePending = false;
      next();
    }
  }

  private void next() {
    LogStreams.Wanted now = Objects.requireNonNull(wanted);
    ask(
        new LogStreams.Wanted(
            now.worker(), now.attempt(), now.stderr(), offset, now.maxBytes(), now.follow()));
  }

  private synchronized void cancel() {
    ended = true;
    reading.ifPresent(logs::cancel);
  }

  private void fail(String code, String message, String why, Kind kind) {
    ended = true;
    reading.ifPresent(logs::cancel);
    String hint = "packtrain task show has what is recorded of the attempt";
    call.onError(Unary.failure(Unary.rejected(new Rejection(kind, code, message, why, hint))));
  }
}
