package io.github.packtrain.master.shell;

import io.github.packtrain.master.call.Failures;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;

/**
 * What goes out to one worker. While the transport is not ready messages wait here, up to a bound:
 * a worker that reads nothing for that long is cut off and will dial again.
 */
final class WorkerStream {
  private static final int WAITING_MAX = 4_096;
  private final ServerCallStreamObserver<MasterMessage> call;
  private final ArrayDeque<MasterMessage> waiting = new ArrayDeque<>();
  private boolean ended;

  WorkerStream(ServerCallStreamObserver<MasterMessage> call) {
    this.call = call;
  }

  /** Sends in order; false when the stream had to be cut off. */
  synchronized boolean send(MasterMessage message) {
    if (ended) {
      return true;
    }
    if (waiting.size() >= WAITING_MAX) {
      waiting.clear();
      finish(
          new Rejection(
              Rejection.Kind.RESOURCE_EXHAUSTED,
              "WORKER_TOO_SLOW",
              "the worker reads nothing; " + WAITING_MAX + " messages wait for it",
              "what waits is kept in memory, which has an end",
              "it dials again"));
      return false;
    }
    waiting.add(message);
    drain();
    return true;
  }

  /** Called when the transport is ready again. */
  synchronized void drain() {
    while (!ended && !waiting.isEmpty() && call.isReady()) {
      call.onNext(waiting.remove());
    }
  }

  synchronized void request() {
    if (!ended) {
      call.request(1);
    }
  }

  /** Sends what waits and the reason, then ends the stream. */
  synchronized void close(Rejection why) {
    if (!ended) {
      waiting.forEach(call::onNext);
      waiting.clear();
      call.onNext(MasterMessage.newBuilder().setRefused(Failures.error(why)).build());
      finish(why);
    }
  }

  /** The worker has said its last word. */
  synchronized void complete() {
    if (!ended) {
      ended = true;
      call.onCompleted();
    }
  }

  private void finish(Rejection why) {
    ended = true;
    call.onError(Failures.exception(why));
  }
}
