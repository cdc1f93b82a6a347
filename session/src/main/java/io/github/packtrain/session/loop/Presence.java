package io.github.packtrain.session.loop;

import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.protocol.v1.Observed;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Soft state, for readers: not recorded, rebuilt after a restart.
 *
 * @param workers by id
 * @param lastPlan with the reasons of the last cycle
 * @param steals attempts that were taken from local queues for idle workers
 */
public record Presence(SortedMap<WorkerId, Sign> workers, Plan lastPlan, long steals) {
  public Presence {
    workers = Collections.unmodifiableSortedMap(new TreeMap<>(workers));
  }

  /**
   * The last sign of a worker.
   *
   * @param heardAtMillis when it spoke last
   */
  public record Sign(boolean connected, long heardAtMillis, Observed observed) {}
}
