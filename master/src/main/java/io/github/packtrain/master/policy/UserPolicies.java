package io.github.packtrain.master.policy;

import io.github.packtrain.core.plan.PlacementPolicy;
import io.github.packtrain.core.policy.Description;
import io.github.packtrain.core.policy.Policies;
import io.github.packtrain.core.policy.PolicyKind;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.policy.JobOrder;
import io.github.packtrain.model.policy.JobToOrder;
import io.github.packtrain.model.policy.UserPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * The policies that users brought, and the only way to call them. What a jar says of itself is read
 * once, when the master starts; a jar that cannot be used is left out and named.
 */
public final class UserPolicies implements AutoCloseable {
  /** How long one plan, or the ranking of a thousand jobs, may take. */
  public static final long BOUND_DEFAULT_MILLIS = 2_000;

  private final Policies policies;
  private final List<String> problems;
  private final Map<String, Supplier<UserPolicy>> makers;
  private final Leash leash;
  private final PolicyJars jars;

  /**
   * @param problems what could not be used, in words
   * @param makers by name
   */
  UserPolicies(
      List<Description> found,
      List<String> problems,
      Map<String, Supplier<UserPolicy>> makers,
      Leash leash,
      PolicyJars jars) {
    this.policies = Policies.BUILT_IN.with(found);
    this.problems = List.copyOf(problems);
    this.makers = new TreeMap<>(makers);
    this.leash = leash;
    this.jars = jars;
  }

  /** All that can be set, Packtrain's own among them. */
  public Policies policies() {
    return policies;
  }

  /** Jars and classes that cannot be used, and why. */
  public List<String> problems() {
    return problems;
  }

  /** What is wrong with a choice; a user's own is asked about the values of its options. */
  public Optional<Rejection> problemOf(PolicyKind kind, String name, Map<String, String> options)
      throws InterruptedException {
    Optional<Rejection> problem = policies.problemOf(kind, name, options);
    if (problem.isPresent() || policies.findUsers(kind, name).isEmpty()) {
      return problem;
    }
    try {
      return call(name, () -> refusal(name, options));
    } catch (CutOffException e) {
      return Optional.of(
          new Rejection(
              Rejection.Kind.FAILED_PRECONDITION,
              "POLICY_UNUSABLE",
              "the policy " + name + " cannot be used",
              e.why(),
              "correct it, put its jar in place of the old one, and restart the master"));
    }
  }

  private Optional<Rejection> refusal(String name, Map<String, String> options) {
    UserPolicy own = make(name);
    try {
      own.configure(options);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          new Rejection(
              Rejection.Kind.INVALID_ARGUMENT,
              "POLICY_OPTION_INVALID",
              "the policy " + name + " does not take these options",
              String.valueOf(e.getMessage()),
              "packtrain policy list  shows what it takes"));
    }
  }

  /** Runs what calls a policy, within the bound. */
  public <T> T call(String name, Callable<T> work) throws CutOffException, InterruptedException {
    return leash.call(name, work);
  }

  /**
   * A user's placement for a planner; only to be made and asked within {@link #call}.
   *
   * @param usual decides what it leaves open
   */
  public PlacementPolicy placement(Setting setting, PlacementPolicy usual) {
    return new UserPlacement(configured(setting), usual);
  }

  /** The keys of jobs, in their order; only within {@link #call}. */
  public List<Long> keys(Setting order, List<JobToOrder> jobs) {
    JobOrder own = (JobOrder) configured(order);
    List<Long> keys = new ArrayList<>(jobs.size());
    for (JobToOrder job : jobs) {
      keys.add(own.key(job));
    }
    return keys;
  }

  private UserPolicy configured(Setting setting) {
    UserPolicy own = make(setting.name());
    own.configure(setting.options());
    return own;
  }

  private UserPolicy make(String name) {
    Supplier<UserPolicy> maker = makers.get(name);
    if (maker == null) {
      throw new IllegalStateException("no jar has a policy " + name);
    }
    return maker.get();
  }

  @Override
  public void close() {
    jars.close();
  }
}
