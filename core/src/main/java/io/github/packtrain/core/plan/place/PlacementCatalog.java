package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.PlacementPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** All placement policies by name. Immutable. */
public final class PlacementCatalog {
  /** Those that come with Packtrain. */
  public static final PlacementCatalog BUILT_IN = builtIn();

  private final TreeMap<String, Function<Options, PlacementPolicy>> makers;

  private PlacementCatalog(TreeMap<String, Function<Options, PlacementPolicy>> makers) {
    this.makers = makers;
  }

  private static PlacementCatalog builtIn() {
    TreeMap<String, Function<Options, PlacementPolicy>> makers = new TreeMap<>();
    makers.put("first_fit", _ -> new FirstFit());
    makers.put("best_fit", BestFit::new);
    makers.put("worst_fit", _ -> new WorstFit());
    makers.put("round_robin", _ -> new RoundRobin());
    makers.put("load_balancing", LoadBalancing::new);
    makers.put(WorkStealing.NAME, WorkStealing::new);
    makers.put("adaptive", _ -> new Adaptive());
    makers.put("batch", Batch::new);
    makers.put("cost_aware", CostAware::new);
    makers.put("random", RandomPlacement::new);
    makers.put("dot_product", DotProduct::new);
    makers.put("gpu_packing", _ -> new GpuPacking());
    makers.put("gpu_clustering", _ -> new GpuClustering());
    makers.put("fgd", _ -> new FragmentationDescent());
    makers.put("packing", Packing::new);
    makers.put("score", WeightedScore::new);
    return new PlacementCatalog(makers);
  }

  /** With one more, such as a user's own; a name that exists already is taken over. */
  public PlacementCatalog with(String name, Function<Options, PlacementPolicy> maker) {
    TreeMap<String, Function<Options, PlacementPolicy>> more = new TreeMap<>(makers);
    more.put(name, maker);
    return new PlacementCatalog(more);
  }

  /** In order. */
  public List<String> names() {
    return List.copyOf(makers.keySet());
  }

  /**
   * A new policy, for one planner.
   *
   * @throws PolicyRefused when there is none of that name, or an option is unknown or out of range
   */
  public PlacementPolicy create(String name, Map<String, String> given) {
    Options options = new Options(name, given);
    PlacementPolicy policy = make(name, options);
    options.refuseOthers();
    return policy;
  }

  /** What a policy is for, in one line. */
  public String goalOf(String name) {
    return PlacementGoals.of(name);
  }

  /** The options of a policy, with ranges and defaults. */
  public Map<String, String> optionsOf(String name) {
    Options options = new Options(name, Map.of());
    make(name, options);
    return java.util.Collections.unmodifiableMap(options.known());
  }

  private PlacementPolicy make(String name, Options options) {
    Function<Options, PlacementPolicy> maker = makers.get(name);
    if (maker == null) {
      throw new PolicyRefused(
          "PLACEMENT_POLICY_UNKNOWN",
          "there is no placement policy '" + name + "'",
          "known are " + String.join(", ", names()),
          "choose one of these");
    }
    return maker.apply(options);
  }
}
