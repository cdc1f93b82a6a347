package io.github.packtrain.master.api;

import io.github.packtrain.master.shell.LogStreams;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.protocol.v1.LogChunk;
import io.github.packtrain.protocol.v1.LogData;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Carries one attempt's output from its worker to a caller, piece by piece: the next is asked for
 * when the caller has taken the one before, so a slow caller holds up nobody and fills no memory.
 */
final class LogRelay {
  /** Asked of the worker at once. */
  static final int PIECE_BYTES = 256 * 1024;

  private final LogStreams logs;
  private final ServerCallStreamObserver<LogData> call;
  private final LogStreams.Wanted first;
  private final Consumer<String> unavailable;
  private OptionalLong reading = OptionalLong.empty();
  private long offset;
  private long pieceBytes;
  private boolean anything;
  private boolean pieceWaits;
  private boolean ended;

  /**
   * @param unavailable answers the call when the worker has nothing to give; gets the worker's
   *     problem
   */
  LogRelay(
      LogStreams logs,
      ServerCallStreamObserver<LogData> call,
      LogStreams.Wanted first,
      Consumer<String> unavailable) {
    this.logs = logs;
    this.call = call;
    this.first = first;
    this.unavailable = unavailable;
    this.offset = first.offset();
  }

  synchronized void start() {
    ask();
  }

  private void ask() {
    pieceBytes = 0;
    OptionalLong started =
        logs.read(
            new LogStreams.Wanted(
                first.worker(),
                first.attempt(),
                first.stderr(),
                offset,
                PIECE_BYTES,
                first.follow()),
            this::receive);
    if (started.isEmpty()) {
      fail(Kind.RESOURCE_EXHAUSTED, "BUSY", "too many callers read output already", "");
    } else if (ended) {
      logs.cancel(started.getAsLong());
    } else {
      reading = started;
    }
  }

  private synchronized void receive(LogChunk chunk) {
    if (ended) {
      return;
    }
    if (!chunk.getProblem().isEmpty()) {
      problem(chunk.getProblem());
      return;
    }
    if (!chunk.getData().isEmpty()) {
      anything = true;
      pieceBytes += chunk.getData().size();
      offset = chunk.getNextOffset();
      call.onNext(
          LogData.newBuilder()
              .setData(chunk.getData())
              .setNextOffset(chunk.getNextOffset())
              .setAttempt(first.attempt().number())
              .build());
    }
    if (chunk.getEnd()) {
      reading = OptionalLong.empty();
      endOfPiece();
    }
  }

  /** A piece that is full may have a successor, one that is not was the last. */
  private void endOfPiece() {
    if (pieceBytes < PIECE_BYTES) {
      ended = true;
      call.onCompleted();
    } else if (call.isReady()) {
      ask();
    } else {
      pieceWaits = true;
    }
  }

  /** The caller can take more. */
  synchronized void ready() {
    if (pieceWaits && !ended) {
      pieceWaits = false;
      ask();
    }
  }

  /** The caller has gone. */
  synchronized void cancel() {
    ended = true;
    reading.ifPresent(logs::cancel);
  }

  /**
   * Says that there is nothing new, so that a caller who has gone is noticed.
   *
   * @return false when it is over
   */
  synchronized boolean beat() {
    if (!ended && call.isReady()) {
      call.onNext(
          LogData.newBuilder()
              .setNextOffset(Math.max(0, offset))
              .setAttempt(first.attempt().number())
              .build());
    }
    return !ended;
  }

  private void problem(String problem) {
    if (anything) {
      fail(Kind.UNAVAILABLE, "LOG_BROKE_OFF", "the output breaks off here", problem);
    } else {
      ended = true;
      unavailable.accept(problem);
    }
  }

  private void fail(Kind kind, String code, String message, String why) {
    ended = true;
    String hint = "packtrain task show " + first.attempt().task() + " has what is recorded of it";
    call.onError(Unary.failure(Unary.rejected(new Rejection(kind, code, message, why, hint))));
  }
}
