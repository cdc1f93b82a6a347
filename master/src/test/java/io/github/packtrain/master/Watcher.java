package io.github.packtrain.master;

import io.github.packtrain.master.call.Failures;
import io.github.packtrain.protocol.v1.Event;
import io.github.packtrain.protocol.v1.EventServiceGrpc;
import io.github.packtrain.protocol.v1.EventType;
import io.github.packtrain.protocol.v1.Events;
import io.github.packtrain.protocol.v1.WatchEventsRequest;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Watches events over real gRPC, and reads only when it is told to if it is a lazy one. */
final class Watcher implements ClientResponseObserver<WatchEventsRequest, Events> {
  private final boolean lazy;
  private final List<Event> events = new ArrayList<>();
  private @Nullable ClientCallStreamObserver<WatchEventsRequest> call;
  private @Nullable Throwable failure;
  private boolean open;
  private boolean completed;
  private long last = -1;

  private Watcher(boolean lazy) {
    this.lazy = lazy;
  }

  static Watcher watch(Channel channel, WatchEventsRequest request) {
    return start(channel, request, false);
  }

  static Watcher lazy(Channel channel, WatchEventsRequest request) {
    return start(channel, request, true);
  }

  private static Watcher start(Channel channel, WatchEventsRequest request, boolean lazy) {
    Watcher watcher = new Watcher(lazy);
    EventServiceGrpc.newStub(channel).watchEvents(request, watcher);
    return watcher;
  }

  @Override
  public synchronized void beforeStart(ClientCallStreamObserver<WatchEventsRequest> started) {
    call = started;
    if (lazy) {
      started.disableAutoRequestWithInitial(1);
    }
  }

  /** Reads on. */
  synchronized void read(int messages) {
    Objects.requireNonNull(call).request(messages);
  }

  synchronized void hangUp() {
    Objects.requireNonNull(call).cancel("enough", null);
  }

  @Override
  public synchronized void onNext(Events more) {
    open = true;
    last = more.getLast();
    events.addAll(more.getEventsList());
  }

  @Override
  public synchronized void onError(Throwable thrown) {
    failure = thrown;
  }

  @Override
  public synchronized void onCompleted() {
    completed = true;
  }

  synchronized boolean isOpen() {
    return open;
  }

  synchronized boolean isCompleted() {
    return completed;
  }

  synchronized long last() {
    return last;
  }

  synchronized String failureCode() {
    return failure instanceof StatusRuntimeException status ? Failures.error(status).getCode() : "";
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  List<EventType> types() {
    return events().stream().map(Event::getType).toList();
  }

  List<String> texts() {
    return events().stream().map(Event::getText).toList();
  }

  List<Long> numbers() {
    return events().stream().map(Event::getNumber).toList();
  }
}
