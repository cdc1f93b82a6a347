package io.github.packtrain.session.loop;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Core;
import io.github.packtrain.core.Decision;
import io.github.packtrain.core.Event;
import io.github.packtrain.model.Fact;
import io.github.packtrain.session.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One step's growing record. Carrying out a command applies all of its events before anything
 * reacts to them; what reacts (studies suggest trials, cancelled ones stop) is queued and done
 * afterwards.
 */
final class Step {
  final long nowMillis;
  final List<Fact> facts = new ArrayList<>();
  final List<Effect> effects = new ArrayList<>();
  private final ArrayDeque<Runnable> followUps = new ArrayDeque<>();
  private final World world;
  private final Core core;
  private final BiConsumer<Fact, Step> reaction;
  private boolean following;

  Step(long nowMillis, World world, Core core, BiConsumer<Fact, Step> reaction) {
    this.nowMillis = nowMillis;
    this.world = world;
    this.core = core;
    this.reaction = reaction;
  }

  /** Decides, applies and records; then does what follows from it. */
  Decision execute(Command command) {
    Decision decision = core.handle(command, nowMillis);
    if (decision instanceof Decision.Accepted accepted) {
      for (Event event : accepted.events()) {
        record(event);
      }
      follow();
    }
    return decision;
  }

  void record(Fact fact) {
    world.apply(fact);
    facts.add(fact);
    reaction.accept(fact, this);
  }

  /** To be done when the current decision is applied. */
  void later(Runnable followUp) {
    followUps.add(followUp);
  }

  void follow() {
    if (following) {
      return;
    }
    following = true;
    for (Runnable next = followUps.poll(); next != null; next = followUps.poll()) {
      next.run();
    }
    following = false;
  }
}
