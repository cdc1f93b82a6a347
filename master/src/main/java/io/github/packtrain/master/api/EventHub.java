package io.github.packtrain.master.api;

import io.github.packtrain.master.shell.EventFeed;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.session.loop.Presence;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what becomes durable into events, once for all who watch, on a thread of its own that lives
 * while anybody does.
 *
 * <pre>
 *   replica ─► EventFeed ─► thread "events" ─► EventRing ─► an EventStream each ─► gRPC
 *                                   journal ─► EventStream that is behind the ring
 * </pre>
 *
 * Thread-safe.
 */
final class EventHub {
  private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

  /** What comes within this time goes out together: a watcher is woken at most so often. */
  private static final long GATHER_NANOS = 10_000_000;

  private final Backend backend;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private @Nullable Live live;

  EventHub(Backend backend) {
    this.backend = backend;
  }

  /** From the first watcher to the last. */
  static final class Live {
    private final EventFeed feed;
    private final EventRing ring;
    private int watchers;
    private volatile boolean over;

    private Live(EventFeed feed) {
      this.feed = feed;
      this.ring = new EventRing(feed.begin());
    }

    EventRing ring() {
      return ring;
    }

    /** Whether nothing more will come. */
    boolean isOver() {
      return over;
    }
  }

  /** One more watches; within a read of the replica, so that it sees what follows the view. */
  synchronized Live join(View view) {
    Live joined = live;
    if (joined == null) {
      joined = new Live(backend.shell().events().open(view));
      live = joined;
      Live begun = joined;
      Thread.ofPlatform().daemon().name("events").start(() -> run(begun));
    }
    joined.watchers++;
    return joined;
  }

  /** One watches no longer. */
  synchronized void leave(Live left) {
    left.watchers--;
    if (left.watchers == 0) {
      backend.shell().events().close(left.feed);
      if (live == left) {
        live = null;
      }
    }
  }

  /** The stream is woken when there is something new. */
  void add(EventStream stream) {
    streams.add(stream);
  }

  void remove(EventStream stream) {
    streams.remove(stream);
  }

  private void run(Live of) {
    try {
      follow(of);
    } catch (InterruptedException _) {
      LOG.debug("the thread of events was stopped");
    } catch (RuntimeException e) {
      if (!backend.shell().events().isEnded()) {
        LOG.error("events cannot be shown", e);
      }
    } finally {
      of.over = true;
      forget(of);
      streams.forEach(EventStream::wake);
    }
  }

  /** Whoever comes next begins anew. */
  private synchronized void forget(Live of) {
    if (live == of) {
      live = null;
    }
  }

  private void follow(Live of) throws InterruptedException {
    EventWriter writer = new EventWriter(backend, of.feed.begin());
    Optional<Presence> before = Optional.empty();
    for (var next = of.feed.take(); next.isPresent(); next = of.feed.take()) {
      EventFeed.Taken taken = next.get();
      if (taken.gap() && !taken.batches().isEmpty()) {
        long skipped = taken.batches().getFirst().firstEvent() - 1;
        writer = new EventWriter(backend, skipped);
        of.ring.clear(skipped);
      }
      writer.write(taken.batches());
      if (taken.presence().isPresent()) {
        compare(before, taken.presence().get(), writer);
        before = taken.presence();
      }
      of.ring.add(writer.take());
      streams.forEach(EventStream::wake);
      LockSupport.parkNanos(GATHER_NANOS);
    }
  }

  private static void compare(Optional<Presence> before, Presence now, EventWriter writer) {
    before.ifPresent(
        then ->
            then.workers()
                .forEach(
                    (WorkerId worker, Presence.Sign sign) -> {
                      Presence.Sign later = now.workers().get(worker);
                      if (sign.connected() && later != null && !later.connected()) {
                        writer.unreachable(worker);
                      }
                    }));
  }
}
