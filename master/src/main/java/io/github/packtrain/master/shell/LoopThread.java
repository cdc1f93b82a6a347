package io.github.packtrain.master.shell;

import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.session.loop.Batch;
import io.github.packtrain.session.loop.Input;
import io.github.packtrain.session.loop.MasterLoop;
import java.util.List;

/** Takes what came in, lets the loop decide, and hands the batch to the journal. */
final class LoopThread {
  private final MasterLoop loop;
  private final MasterClock clock;
  private final Inbox inbox;
  private final WorkerStreams streams;
  private final PlannerThread planner;
  private final JournalThread journal;

  LoopThread(
      MasterLoop loop,
      MasterClock clock,
      Inbox inbox,
      WorkerStreams streams,
      PlannerThread planner,
      JournalThread journal) {
    this.loop = loop;
    this.clock = clock;
    this.inbox = inbox;
    this.streams = streams;
    this.planner = planner;
    this.journal = journal;
  }

  /** Runs until the inbox is closed and taken; then the journal has all there is. */
  void run() throws InterruptedException {
    for (List<Input> inputs = inbox.take(); !inputs.isEmpty(); inputs = inbox.take()) {
      Batch batch = loop.step(inputs, clock.millis());
      CrashPoint.pass("master.loop.stepped");
      streams.taken(inputs);
      batch.planView().ifPresent(view -> planner.plan(view, loop.world().core().findPlacement()));
      batch.unranked().ifPresent(planner::rank);
      if (!batch.facts().isEmpty() || !batch.effects().isEmpty() || batch.presence().isPresent()) {
        journal.put(batch);
      }
    }
    journal.end();
  }
}
