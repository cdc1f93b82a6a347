package io.github.packtrain.master.api;

import io.github.packtrain.journal.Recorded;
import io.github.packtrain.master.shell.Condition;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.protocol.v1.Events;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One watcher, on a virtual thread of its own. It sends while the caller reads; nothing is kept for
 * a caller who does not. Who has fallen behind what is in memory is served from the journal, and
 * who has fallen behind that as well is told so and cut off.
 */
final class EventStream {
  private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final int BATCHES_READ_MAX = 16;

  /** Who read the journal at the same time. */
  private static final Semaphore READERS = new Semaphore(4);

  private final Backend backend;
  private final EventHub hub;
  private final ServerCallStreamObserver<Events> call;
  private final Thread thread = Thread.ofVirtual().name("event-stream").unstarted(this::run);
  private final ArrayDeque<EventPiece> fromJournal = new ArrayDeque<>();
  private final Begin begin;
  private final Runnable atEnd;
  private EventWriter writer;
  private boolean sentAny;
  private long position;
  private OptionalLong index = OptionalLong.empty();
  private long sentNanos = System.nanoTime() - BEAT_NANOS;
  private volatile boolean cancelled;

  /**
   * Where a stream begins.
   *
   * @param after the number of the last event that the caller knows
   * @param clamped whether it begins with the oldest event that is kept when that is a later one
   * @param until it ends when all up to here is sent
   */
  record Begin(EventHub.Live live, EventFilter filter, long after, boolean clamped, long until) {}

  /**
   * @param atEnd called once, on the stream's thread
   */
  EventStream(
      Backend backend,
      EventHub hub,
      ServerCallStreamObserver<Events> call,
      Begin begin,
      Runnable atEnd) {
    this.backend = backend;
    this.hub = hub;
    this.call = call;
    this.begin = begin;
    this.atEnd = atEnd;
    this.position = begin.after;
    this.writer = new EventWriter(backend, position);
  }

  void start() {
    hub.add(this);
    thread.start();
  }

  /** There is something new, or the caller can take more. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** The caller has gone. */
  void cancel() {
    cancelled = true;
    wake();
  }

  private void run() {
    try {
      send();
      if (!cancelled) {
        call.onCompleted();
      }
    } catch (RuntimeException e) {
      boolean stopping = backend.shell().events().isEnded();
      call.onError(Unary.failure(stopping ? Unary.rejected(Condition.stoppingRejection()) : e));
    } finally {
      hub.remove(this);
      hub.leave(begin.live);
      atEnd.run();
    }
  }

  private void send() {
    if (begin.clamped) {
      position = Math.max(position, earliest() - 1);
    }
    while (!cancelled && position < begin.until) {
      if (!call.isReady()) {
        needMaster();
        LockSupport.park(this);
      } else if (!sendNext()) {
        needMaster();
        beat();
        LockSupport.parkNanos(this, BEAT_NANOS);
      }
    }
  }

  private void needMaster() {
    if (begin.live.isOver()) {
      throw Unary.rejected(Condition.stoppingRejection());
    }
  }

  /** False when there is nothing to send now. */
  private boolean sendNext() {
    EventRing ring = begin.live.ring();
    if (!fromJournal.isEmpty()) {
      send(fromJournal.remove());
      return true;
    }
    if (index.isEmpty() || !ring.has(index.getAsLong())) {
      index = ring.find(position);
    }
    if (index.isEmpty()) {
      return read();
    }
    long at = index.getAsLong();
    Optional<EventPiece> piece = ring.piece(at);
    if (piece.isEmpty()) {
      return !ring.has(at); // Dropped meanwhile: look again.
    }
    send(piece.get());
    index = OptionalLong.of(at + 1);
    return true;
  }

  private void send(EventPiece piece) {
    sentAny = true;
    Events wanted = begin.filter.of(piece, position);
    position = Math.max(position, piece.last());
    if (wanted.getEventsCount() > 0) {
      call.onNext(wanted);
      sentNanos = System.nanoTime();
    }
  }

  /**
   * Says up to where all is said: once at the beginning, then from time to time, so that a caller
   * who has gone is noticed.
   */
  private void beat() {
    if (!cancelled && call.isReady() && System.nanoTime() - sentNanos >= BEAT_NANOS) {
      call.onNext(Events.newBuilder().setLast(position).build());
      sentNanos = System.nanoTime();
    }
  }

  // ---- the journal

  private boolean read() {
    READERS.acquireUninterruptibly();
    try {
      List<Recorded> batches = backend.shell().recordedAfter(position, BATCHES_READ_MAX);
      // What came since somebody watches is in the ring; with nothing before it, that is forgotten.
      long first =
          batches.isEmpty() ? begin.live.ring().start() + 1 : batches.getFirst().firstEvent();
      if (first > position + 1) {
        if (!begin.clamped || sentAny) {
          throw Unary.rejected(compacted(position, first));
        }
        position = first - 1; // Forgotten since we looked for the oldest.
        return true;
      }
      if (batches.isEmpty()) {
        return false;
      }
      if (writer.last() != position) {
        writer = new EventWriter(backend, position);
      }
      writer.write(batches);
      fromJournal.addAll(writer.take());
      return true;
    } finally {
      READERS.release();
    }
  }

  /** The oldest event that is kept. */
  private long earliest() {
    List<Recorded> first = backend.shell().recordedAfter(0, 1);
    return first.isEmpty() ? 1 : first.getFirst().firstEvent();
  }

  private static Rejection compacted(long position, long earliest) {
    return new Rejection(
        Kind.FAILED_PRECONDITION,
        "EVENTS_COMPACTED",
        "the events after number " + position + " are no longer kept",
        "the earliest that is kept has the number " + earliest,
        "watch after " + (earliest - 1) + "; job show and study show have what is left out");
  }
}
