package io.github.packtrain.master.shell;

import io.github.packtrain.journal.Recorded;
import io.github.packtrain.session.loop.Presence;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the replica lets those who watch know what has become durable. While nobody watches it
 * costs the replica a look at a field, and otherwise a reference for each batch; all else happens
 * on threads of the watchers.
 */
public final class EventTap {
  private volatile @Nullable EventFeed feed;
  private volatile boolean ended;

  EventTap() {}

  /**
   * Opens a feed, in place of any before; within a read of the replica only, so that nothing is
   * missed.
   */
  public EventFeed open(View view) {
    EventFeed opened = new EventFeed(view.journalPosition());
    feed = opened;
    if (ended) {
      opened.close();
    }
    return opened;
  }

  /** Nobody watches it any more. */
  public void close(EventFeed closing) {
    if (feed == closing) {
      feed = null;
    }
    closing.close();
  }

  /** Whether the master stops: there will be no more events. */
  public boolean isEnded() {
    return ended;
  }

  void offer(Recorded batch) {
    EventFeed open = feed;
    if (open != null) {
      open.offer(batch);
    }
  }

  void offer(Optional<Presence> now) {
    EventFeed open = feed;
    if (open != null && now.isPresent()) {
      open.offer(now.get());
    }
  }

  void end() {
    ended = true;
    EventFeed open = feed;
    if (open != null) {
      open.close();
    }
  }
}
