package io.github.packtrain.master.api;

import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.protocol.v1.EventServiceGrpc.EventServiceImplBase;
import io.github.packtrain.protocol.v1.Events;
import io.github.packtrain.protocol.v1.WatchEventsRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What happens, as it becomes durable. */
final class EventApi extends EventServiceImplBase {
  private static final int STREAMS_MAX = 256;
  private final Semaphore places = new Semaphore(STREAMS_MAX);
  private final Backend backend;
  private final EventHub hub;

  EventApi(Backend backend) {
    this.backend = backend;
    this.hub = new EventHub(backend);
  }

  @Override
  public void watchEvents(WatchEventsRequest request, StreamObserver<Events> answer) {
    ServerCallStreamObserver<Events> call = (ServerCallStreamObserver<Events>) answer;
    AtomicReference<@Nullable EventStream> stream = new AtomicReference<>();
    call.setOnCancelHandler(() -> Optional.ofNullable(stream.get()).ifPresent(EventStream::cancel));
    call.setOnReadyHandler(() -> Optional.ofNullable(stream.get()).ifPresent(EventStream::wake));
    if (!places.tryAcquire()) {
      call.onError(Unary.failure(Unary.rejected(tooMany())));
      return;
    }
    var _ =
        backend
            .read((view, caller) -> begin(view, request, caller))
            .whenComplete(
                (begin, failure) -> {
                  if (failure != null) {
                    places.release();
                    call.onError(Unary.failure(failure));
                    return;
                  }
                  EventStream started = new EventStream(backend, hub, call, begin, places::release);
                  stream.set(started);
                  if (call.isCancelled()) {
                    started.cancel();
                  }
                  started.start();
                });
  }

  private EventStream.Begin begin(View view, WatchEventsRequest request, Principal caller) {
    EventFilter filter = EventFilter.of(view, request, caller);
    long now = view.journalPosition();
    boolean all = !request.hasAfter() && request.getUntilNow();
    boolean clamped = all || request.getAfter() < 0;
    long asked = all ? 0 : request.hasAfter() ? request.getAfter() : now;
    long durable = backend.shell().load().journalPosition();
    if (asked > durable) {
      throw Unary.rejected(
          Rejection.invalid(
              "EVENT_NUMBER",
              "there is no event " + asked + " yet, the last one has the number " + durable,
              "give the number of an event of this master"));
    }
    long after = asked < 0 ? Math.max(0, now + asked) : asked;
    long until = request.getUntilNow() ? now : Long.MAX_VALUE;
    return new EventStream.Begin(hub.join(view), filter, after, clamped, until);
  }

  private static Rejection tooMany() {
    return new Rejection(
        Kind.RESOURCE_EXHAUSTED,
        "TOO_MANY_STREAMS",
        STREAMS_MAX + " streams of events are open, as many as there may be",
        "each keeps a thread and a buffer of the master",
        "close one that is not needed, or try again later");
  }
}
