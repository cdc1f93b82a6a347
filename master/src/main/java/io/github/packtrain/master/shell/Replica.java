package io.github.packtrain.master.shell;

import io.github.packtrain.core.Event;
import io.github.packtrain.journal.Recorded;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.session.loop.Batch;
import io.github.packtrain.session.loop.Presence;
import io.github.packtrain.session.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * A second copy of the truth, made of durable batches only; serves everything that reads. Batches
 * and reads stand in one queue: a read sees every batch that anybody had heard of when it came.
 */
public final class Replica {
  private static final int READS_MAX = 4_096;
  private static final int BATCHES_MAX = 256;

  /** Empty for the end. */
  private final BlockingQueue<Optional<Work>> work = new LinkedBlockingQueue<>();

  private final Semaphore readPlaces = new Semaphore(READS_MAX);
  private final Semaphore batchPlaces = new Semaphore(BATCHES_MAX);
  private final World world;
  private final HistoryFeed history;
  private final SnapshotKeeper snapshots;
  private final Waits waits = new Waits();
  private final EventTap events;
  private final ChoiceLog choices = new ChoiceLog();
  private Presence presence;
  private long sequence;
  private volatile long lastEvent;
  private volatile long lagMax;
  private volatile boolean ended;

  /** Something to do, or to refuse when it will not be done any more. */
  private record Work(Task run, Runnable refuse) {}

  /** May wait for the history. */
  private interface Task {
    void run() throws InterruptedException;
  }

  Replica(
      World world,
      Presence presence,
      long sequence,
      long lastEvent,
      HistoryFeed history,
      SnapshotKeeper snapshots,
      EventTap events) {
    this.world = world;
    this.presence = presence;
    this.sequence = sequence;
    this.lastEvent = lastEvent;
    this.history = history;
    this.snapshots = snapshots;
    this.events = events;
  }

  /**
   * Reads on the replica's own thread; quick, and nothing of the view may leave it.
   *
   * @return fails with {@link RejectedException} when too many read already, and with what {@code
   *     reader} throws
   */
  public <T> CompletableFuture<T> read(Function<View, T> reader) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (ended || !readPlaces.tryAcquire()) {
      answer.completeExceptionally(new RejectedException(ended ? stopped() : busy()));
      return answer;
    }
    Runnable refuse = () -> answer.completeExceptionally(new RejectedException(stopped()));
    put(
        new Work(
            () -> {
              readPlaces.release();
              complete(answer, reader);
            },
            refuse));
    if (ended) {
      refuse.run();
    }
    return answer;
  }

  /**
   * Completes when the history has everything that anybody has heard of at the time of asking, or
   * with false when there is no space for it.
   */
  public CompletableFuture<Boolean> historyReady() {
    return read(_ -> history.ready()).thenCompose(ready -> ready);
  }

  /** Completes when the job has ended or left the live state, or after {@code waitMillis}. */
  public CompletableFuture<Void> awaitEnd(JobId job, long waitMillis) {
    return read(view -> waits.of(job, view.world().core(), waitMillis))
        .thenCompose(Waits.Wait::over)
        .thenCompose(_ -> read(_ -> waits.tidy(job)));
  }

  /** How many events it contains. */
  public long lastEvent() {
    return lastEvent;
  }

  /** By how many events it was ever behind the journal. */
  public long lagMax() {
    return lagMax;
  }

  /** For the journal's thread, which waits when the replica is too far behind. */
  void follow(Batch batch, long batchSequence, long batchLastEvent) throws InterruptedException {
    batchPlaces.acquire();
    lagMax = Math.max(lagMax, batchLastEvent - lastEvent);
    put(
        new Work(
            () -> {
              batchPlaces.release();
              apply(batch, batchSequence, batchLastEvent);
            },
            batchPlaces::release));
  }

  /** Nothing follows. */
  void end() {
    work.add(Optional.empty());
  }

  /** Runs until {@link #end}. */
  void run() throws InterruptedException {
    try {
      for (Optional<Work> next = work.take(); next.isPresent(); next = work.take()) {
        next.get().run.run();
      }
      refuse();
      snapshots.last(world, sequence, history.durable());
    } finally {
      history.end();
    }
  }

  private void put(Work one) {
    work.add(Optional.of(one));
  }

  /** Nothing is done any more; whoever waits hears so. */
  void refuse() {
    ended = true;
    List<Optional<Work>> rest = new ArrayList<>();
    work.drainTo(rest);
    rest.forEach(one -> one.ifPresent(it -> it.refuse.run()));
  }

  private void apply(Batch batch, long batchSequence, long batchLastEvent)
      throws InterruptedException {
    for (Fact fact : batch.facts()) {
      world.apply(fact);
    }
    batch.presence().ifPresent(now -> presence = now);
    choices.look(presence.lastPlan(), batch.facts(), world.core());
    events.offer(batch.presence());
    if (!batch.facts().isEmpty()) {
      sequence = batchSequence;
      lastEvent = batchLastEvent;
      Recorded recorded =
          new Recorded(batchSequence, batchLastEvent - batch.facts().size() + 1, batch.facts());
      history.add(recorded);
      events.offer(recorded);
      snapshotIfDue(batch.facts().size());
      for (Fact fact : batch.facts()) {
        if (fact instanceof Event.JobEnded end) {
          waits.ended(end.job());
        }
      }
    }
  }

  /** What is in a snapshot has to be in the history: replay does not go back before it. */
  private void snapshotIfDue(int events) {
    if (snapshots.isDue(events) && !history.isFull()) {
      snapshots.begin(world, sequence, history::durable);
    }
  }

  private <T> void complete(CompletableFuture<T> answer, Function<View, T> reader) {
    try {
      answer.complete(reader.apply(new View(world, presence, choices, lastEvent)));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  private static Rejection busy() {
    return new Rejection(
        Kind.RESOURCE_EXHAUSTED,
        "BUSY",
        "too many reads wait",
        "a longer line would only make each of them slower",
        "try again in a second");
  }

  private static Rejection stopped() {
    return Condition.stoppingRejection();
  }
}
