package io.github.packtrain.core.order;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weighted fair share, flat: whoever holds least for its weight goes first.
 *
 * <p><b>Goals in order:</b> (1) of owners who want more than there is, each holds its weight's
 * part; (2) nothing stays idle for it: who is alone gets all; (3) an owner's own jobs go by
 * priority, then arrival.
 *
 * <p><b>Rule:</b> an owner's share is the largest of its parts of all devices, CPUs and memory
 * (dominant resource), divided by its weight. The owner with the smallest share places the next
 * task, and its share grows by it at once, within the cycle.
 *
 * <p><b>Example:</b> ann (weight 2) and bob (weight 1) each want 12 of 12 GPUs: ann gets 8, bob 4.
 *
 * <p><b>Cost:</b> a class for each owner, and one step in a heap for each task that is placed.
 *
 * <p>Source: Ghodsi et al., Dominant Resource Fairness, NSDI 2011.
 *
 * @param weights of owners; the others have 1
 */
record FairShare(Map<String, Integer> weights, boolean repack) implements Order {
  FairShare {
    weights = Collections.unmodifiableMap(new TreeMap<>(weights));
  }

  @Override
  public String name() {
    return "fair_share";
  }

  @Override
  public long key(Standing job, Experience seen) {
    return 0;
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public int weightOf(String owner) {
    return weights.getOrDefault(owner, 1);
  }
}
