package io.github.packtrain.bench.plan;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.master.policy.CutOffException;
import io.github.packtrain.master.policy.PolicyJars;
import io.github.packtrain.master.policy.UserPolicies;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Reservation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What looking ahead and a user's own policy cost: the cycle of {@link CycleFigure} with backfill,
 * with a reservation, and with the policy of {@code examples/custom-policy} on its leash, each by
 * turns with plain best_fit.
 */
final class RulesFigure {
  private static final int WORKERS = 1_000;
  private static final int WAITING = 100_000;
  private static final int CYCLES = 60;
  private static final int TURNS = 3;
  private static final int PLACEMENTS_MAX = 10_000;
  private static final int RESERVED = 10;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final String PLAIN = "best_fit";
  private static final String OWN = "reserve_gpus";
  private static final Principal ADMIN = new Principal("root", Principal.Role.ADMIN);

  private final Map<String, Supplier<long[]>> cases = new LinkedHashMap<>();

  private RulesFigure(UserPolicies own) {
    cases.put(PLAIN, () -> cycles(best(), _ -> {}));
    cases.put("backfill=easy", () -> cycles(best(), site -> backfill(site, "easy")));
    cases.put(
        "backfill=conservative", () -> cycles(best(), site -> backfill(site, "conservative")));
    cases.put("a reservation of ten workers", () -> cycles(best(), RulesFigure::reserve));
    cases.put("a user's own policy", () -> cycles(leashed(own), _ -> {}));
  }

  static void print(Sheet sheet) throws IOException, InterruptedException {
    Path jars = Files.createTempDirectory("packtrain-policies");
    build(jars.resolve("own.jar"));
    try (UserPolicies own = PolicyJars.read(jars, UserPolicies.BOUND_DEFAULT_MILLIS)) {
      if (!own.problems().isEmpty()) {
        throw new IllegalStateException("the example cannot be used: " + own.problems());
      }
      new RulesFigure(own).measure(sheet);
    }
  }

  private static void build(Path jar) throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("packtrain.home", "."));
    ProcessBuilder build =
        new ProcessBuilder(
            home.resolve("examples/custom-policy/build.sh").toString(),
            System.getProperty("java.class.path"),
            jar.toString());
    build.environment().put("JAVA_HOME", System.getProperty("java.home"));
    if (build.inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("examples/custom-policy does not compile");
    }
  }

  private void measure(Sheet sheet) {
    Map<String, double[]> millis = new LinkedHashMap<>();
    for (int turn = -1; turn < TURNS; turn++) {
      for (Map.Entry<String, Supplier<long[]>> each : cases.entrySet()) {
        double median =
            Sheet.median(Arrays.stream(each.getValue().get()).asDoubleStream().toArray()) / 1e6;
        if (turn >= 0) {
          millis.computeIfAbsent(each.getKey(), _ -> new double[TURNS])[turn] = median;
        }
      }
    }
    double plain = Sheet.median(millis.getOrDefault(PLAIN, new double[1]));
    millis.forEach(
        (name, turns) -> {
          sheet.add(name + ": cycle, p50", Sheet.median(turns), "ms", "");
          sheet.add(name + ": cycle against best_fit", Sheet.median(turns) / plain, "times", "");
        });
  }

  private static long[] cycles(Site site, Consumer<Site> rules) {
    return new CycleFigure(WORKERS, WAITING, CYCLES).measure(site, rules).total();
  }

  private static Site best() {
    return new Site(PlacementChoice.BEST_FIT);
  }

  private static void backfill(Site site, String how) {
    site.execute(new Command.ConfigureQueue(ADMIN, "default", "priority", Map.of("backfill", how)));
  }

  /** For maintenance, in half an hour: what may run longer does not start there. */
  private static void reserve(Site site) {
    List<String> workers =
        new ArrayList<>(IntStream.rangeClosed(1, RESERVED).mapToObj(i -> "w" + i).toList());
    long start = site.nowMillis() + HOUR_MILLIS / 2;
    site.execute(
        new Command.AddReservation(
            ADMIN,
            new Reservation(
                "repair", workers, Reservation.Holder.NOBODY, start, start + HOUR_MILLIS)));
  }

  private static Site leashed(UserPolicies own) {
    Setting setting = new Setting(OWN, Map.of(), "root", 0);
    UnaryOperator<Callable<Plan>> calls =
        plan ->
            () -> {
              try {
                return own.call(OWN, plan);
              } catch (CutOffException e) {
                throw new IllegalStateException(e.why(), e);
              }
            };
    return new Site(
        new Planner(own.placement(setting, PlacementChoice.BEST_FIT.create()), PLACEMENTS_MAX),
        calls);
  }
}
