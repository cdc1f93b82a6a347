package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.explain.Eta;
import io.github.packtrain.core.explain.Explainer;
import io.github.packtrain.core.explain.Explanation;
import io.github.packtrain.core.explain.Scene;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When what waits will start. */
class EtaTest {
  private static final long START_MILLIS = 1_000_000;
  private static final long STEP_MILLIS = 600_000;

  /** Estimates that hold, and nobody comes later: then the forecast is what happens. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatIsForetoldHappensWhenEstimatesHold(long seed) {
    assertThat(foretold(seed, "none", false)).as("seed %d", seed).isGreaterThan(10);
  }

  /** Promised starts are foretold as they are kept, and nobody is told a time after his promise. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void itHappensBesidePromisedStarts(long seed) {
    int told = foretold(seed, "easy", false) + foretold(seed, "conservative", false);
    assertThat(told).as("seed %d", seed).isGreaterThan(20);
  }

  /** What is reserved is free to those it is reserved for, and to others when it is over. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void itHappensBesideReservations(long seed) {
    int told = foretold(seed, "none", true) + foretold(seed, "easy", true);
    assertThat(told + foretold(seed, "conservative", true)).as("seed %d", seed).isGreaterThan(20);
  }

  private static int foretold(long seed, String backfill, boolean reserved) {
    int told = 0;
    for (int story = 0; story < 10; story++) {
      long here = seed * 100 + story;
      Story it = new Story(new Random(here), backfill, reserved);
      Map<JobId, Explanation> foretold = it.tell();
      Map<JobId, Long> starts = it.run();
      for (var entry : foretold.entrySet()) {
        Eta eta = Objects.requireNonNull(entry.getValue().eta(), () -> "no ETA, seed " + here);
        long start = starts.getOrDefault(entry.getKey(), 0L);
        long promised = entry.getValue().promisedMillis();
        assertThat(eta.p50Millis())
            .as("seed %d, %s, %s: %s", here, backfill, entry.getKey(), eta)
            .isEqualTo(start - START_MILLIS);
        assertThat(promised == 0 || START_MILLIS + eta.p90Millis() <= promised)
            .as("seed %d, %s, %s: %s, promised %d", here, backfill, entry.getKey(), eta, promised)
            .isTrue();
        assertThat(eta.basis()).isEqualTo(Eta.Basis.ESTIMATE);
        told++;
      }
    }
    return told;
  }

  @Test
  void theTimesRestOnTheBestThatIsKnown() {
    play(
        """
        worker a cpu=1                 -> W1 registered
        submit s options=x tasks=3     -> J1 admitted x3
        submit t options=y est=120000  -> J2 admitted x1
        submit u options=z             -> J3 admitted x1
        plan                           -> J1/0.1 on W1
        start J1/0.1                   -> J1/0.1 started
        explain J1                     -> WAITING (2): 2 tasks wait: needs 1 CPU; a has 0 CPUs free
                                       -> ETA starts within 1 h, by time limits
        after 200000                   ->
        end J1/0.1 ok run=200000       -> J1/0.1 SUCCEEDED, task COMPLETED
        plan                           -> J1/1.1 on W1
        start J1/1.1                   -> J1/1.1 started
        explain J1                     -> WAITING (1): 1 task waits: needs 1 CPU; a has 0 CPUs free
                                       -> ETA starts in 3 min to 11 min, by run times of the same tasks
        after 100000                   ->
        explain J1                     -> WAITING (1): 1 task waits: needs 1 CPU; a has 0 CPUs free
                                       -> ETA starts in 81 s to 10 min, by run times of the same tasks
        explain J2                     -> WAITING (1): 1 task waits: needs 1 CPU; a has 0 CPUs free
                                       -> AHEAD 1 [J1]
                                       -> ETA starts in 4 min to 21 min, by estimates
        explain J3                     -> WAITING (1): 1 task waits: needs 1 CPU; a has 0 CPUs free
                                       -> AHEAD 2 [J2, J1]
                                       -> ETA starts in 6 min to 23 min, by run times of other tasks of the kind
        """);
  }

  /** A small cluster and jobs with estimates that are right to the millisecond. */
  private static final class Story {
    private final Rig rig = new Rig();
    private final Planner planner = new Planner(PlacementChoice.BEST_FIT.create(), 1_000);
    private final TreeMap<AttemptId, Long> ends = new TreeMap<>();
    private final TreeSet<Long> openings = new TreeSet<>();
    private final TreeMap<JobId, Long> starts = new TreeMap<>();
    private long nowMillis = START_MILLIS;
    private Plan last = Plan.nothing(0);

    Story(Random random, String backfill, boolean reserved) {
      int workers = 1 + random.nextInt(3);
      for (int w = 0; w < workers; w++) {
        String line = "worker w%d cpu=%d".formatted(w, 2 + random.nextInt(6));
        rig.submit(Specs.of(line).registration(), nowMillis);
      }
      if (!backfill.equals("none")) {
        rig.submit(Specs.of("queue default fifo backfill=" + backfill).queue(), nowMillis);
      }
      for (int r = 0; reserved && r < 1 + random.nextInt(2); r++) {
        reserve(random, r, random.nextInt(workers));
      }
      for (int j = 0; j < 12; j++) {
        String line =
            "submit s%d name=j%d cpu=%d tasks=%d est=%d%s"
                .formatted(
                    j,
                    j,
                    1 + random.nextInt(4),
                    1 + random.nextInt(3),
                    STEP_MILLIS * (1 + random.nextInt(6)),
                    reserved && random.nextInt(3) == 0 ? " queue=exam" : "");
        rig.submit(Specs.of(line).submission(), nowMillis);
      }
      plan();
    }

    private void reserve(Random random, int number, int worker) {
      long start = START_MILLIS + STEP_MILLIS * random.nextInt(8);
      long end = start + STEP_MILLIS * (1 + random.nextInt(8));
      String line =
          "reserve r%d workers=w%d start=%d end=%d%s"
              .formatted(number, worker, start, end, random.nextBoolean() ? " for=exam" : "");
      rig.submit(Specs.of(line).reservation(), nowMillis);
      openings.add(end);
    }

    private void plan() {
      last = planner.plan(rig.state.planView(_ -> true, nowMillis, last));
      Decision decision =
          rig.submit(new Command.CommitPlan(last.viewPosition(), last.placements()), nowMillis);
      for (Event event : ((Decision.Accepted) decision).events()) {
        Event.AttemptPlaced placed = (Event.AttemptPlaced) event;
        JobId job = placed.attempt().task().job();
        rig.submit(new Command.ReportStarted(placed.worker(), placed.attempt()), nowMillis);
        starts.putIfAbsent(job, nowMillis);
        long estimate = rig.state.findJob(job).orElseThrow().spec().terms().estimateMillis();
        ends.put(placed.attempt(), nowMillis + estimate);
      }
    }

    Map<JobId, Explanation> tell() {
      Scene scene = new Scene(last, _ -> true, PlacementChoice.BEST_FIT, nowMillis);
      Map<JobId, Explanation> told = new TreeMap<>();
      for (JobView job : rig.state.jobsBefore(Long.MAX_VALUE, 100, view -> view.waiting() > 0)) {
        Explanation found = Explainer.explain(rig.state, scene, job.id(), OptionalInt.empty());
        if (found.eta() != null && !starts.containsKey(job.id())) {
          told.put(job.id(), found);
        }
      }
      return told;
    }

    /** Every attempt ends when it was estimated to. */
    Map<JobId, Long> run() {
      while (!ends.isEmpty() || !openings.isEmpty()) {
        long end = ends.values().stream().min(Long::compare).orElse(Long.MAX_VALUE);
        nowMillis = openings.isEmpty() ? end : Math.min(end, openings.first());
        openings.remove(nowMillis);
        List<AttemptId> now = new ArrayList<>(ends.keySet());
        now.removeIf(attempt -> ends.getOrDefault(attempt, 0L) > nowMillis);
        for (AttemptId attempt : now) {
          var view = rig.state.findAttempt(attempt).orElseThrow();
          long ran = nowMillis - view.startedAtMillis();
          ends.remove(attempt);
          AttemptResult result = AttemptResult.succeeded(Map.of(), ran);
          rig.submit(new Command.ReportEnded(view.worker(), attempt, result), nowMillis);
        }
        rig.submit(new Command.Tick(), nowMillis);
        plan();
      }
      return starts;
    }
  }
}
