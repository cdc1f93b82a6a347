package io.github.packtrain.master.shell;

import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.loop.Input;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The workers' streams. What comes in is handed to the loop at once and never waits on the
 * transport's thread; a stream has credit for {@value #CREDIT} messages and gets it back when the
 * loop has taken one.
 */
public final class WorkerStreams {
  static final int CREDIT = 16;
  private static final int STREAMS_MAX = 20_000;

  private final Inbox inbox;
  private final Numbers numbers;
  private final Condition condition;
  private final ConcurrentHashMap<Long, WorkerStream> streams = new ConcurrentHashMap<>();

  WorkerStreams(Inbox inbox, Numbers numbers, Condition condition) {
    this.inbox = inbox;
    this.numbers = numbers;
    this.condition = condition;
  }

  /** A worker has dialled; answers where its messages go. */
  public StreamObserver<WorkerMessage> open(StreamObserver<MasterMessage> observer) {
    ServerCallStreamObserver<MasterMessage> call =
        (ServerCallStreamObserver<MasterMessage>) observer;
    long number = numbers.next();
    WorkerStream stream = new WorkerStream(call);
    findRefusal().ifPresentOrElse(stream::close, () -> admit(number, stream, call));
    return new StreamObserver<>() {
      @Override
      public void onNext(WorkerMessage message) {
        inbox.put(new Input.FromWorker(number, message), message.getSerializedSize());
      }

      @Override
      public void onError(Throwable failure) {
        closed(number);
      }

      @Override
      public void onCompleted() {
        stream.complete();
        closed(number);
      }
    };
  }

  private void admit(
      long number, WorkerStream stream, ServerCallStreamObserver<MasterMessage> call) {
    streams.put(number, stream);
    call.disableAutoRequest();
    call.setOnReadyHandler(stream::drain);
    call.setOnCancelHandler(() -> closed(number));
    call.setOnCloseHandler(() -> closed(number));
    call.request(CREDIT);
  }

  private Optional<Rejection> findRefusal() {
    if (condition.isStopping()) {
      return Optional.of(Condition.stoppingRejection());
    }
    if (streams.size() >= STREAMS_MAX) {
      return Optional.of(
          new Rejection(
              Kind.RESOURCE_EXHAUSTED,
              "TOO_MANY_WORKERS",
              "there are " + STREAMS_MAX + " workers connected, the most this master takes",
              "each holds a stream and a buffer",
              "start another master for the others"));
    }
    return Optional.empty();
  }

  void send(long number, MasterMessage message) {
    WorkerStream stream = streams.get(number);
    if (stream != null && !stream.send(message)) {
      closed(number);
    }
  }

  /** Tells the worker why and ends the stream. */
  void close(long number, Rejection why) {
    WorkerStream stream = streams.remove(number);
    if (stream != null) {
      stream.close(why);
    }
  }

  void closeAll(Rejection why) {
    for (Long number : List.copyOf(streams.keySet())) {
      close(number, why);
    }
  }

  /** The loop has taken these: their streams may send as many again. */
  void taken(List<Input> inputs) {
    for (Input input : inputs) {
      if (input instanceof Input.FromWorker message) {
        WorkerStream stream = streams.get(message.connection());
        if (stream != null) {
          stream.request();
        }
      }
    }
  }

  public int size() {
    return streams.size();
  }

  /** Tells the loop once, whichever way the end was noticed first. */
  private void closed(long number) {
    if (streams.remove(number) != null) {
      inbox.put(new Input.Closed(number), 0);
    }
  }
}
