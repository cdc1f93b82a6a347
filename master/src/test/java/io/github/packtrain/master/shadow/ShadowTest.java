package io.github.packtrain.master.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowTest {
  private static final Setting SPREAD = new Setting("worst_fit", Map.of(), "ann", 1);

  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
  }

  /** Two workers of 4 and 8 CPUs; {@code tasks} tasks of one CPU of J1 and then J2. */
  private static PlanView view(int tasks) {
    List<WorkerState> workers = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      Resources all = new Resources(4_000 * i, 1L << 30, 0);
      WorkerSpec spec = new WorkerSpec("w" + i, all, all, List.of(), Map.of(), 0, "1", List.of());
      workers.add(new WorkerState(new WorkerId(i), spec, Free.allOf(spec), Gate.OPEN));
    }
    Request one = new Request(new Resources(1_000, 0, 0), GpuRequest.NONE, Map.of());
    WaitingClass waiting =
        new WaitingClass(
            7,
            new ClassKey("default", 50, one),
            tasks,
            List.of(new Head(new JobId(1), 1), new Head(new JobId(2), tasks - 1)),
            0,
            List.of());
    return new PlanView(1, List.of(waiting), workers);
  }

  private static Plan plan(String placement, PlanView view) {
    return new Planner(PlacementChoice.of(placement).create(), 100).plan(view);
  }

  private static Comparison.Result compared(String live, String shadow, int tasks) {
    PlanView view = view(tasks);
    return Comparison.of(view, plan(live, view), plan(shadow, view), 5, 10);
  }

  @Test
  void theSamePolicyNeverDecidesOtherwise() {
    for (PlacementChoice choice : PlacementChoice.all()) {
      Comparison.Result result = compared(choice.name(), choice.name(), 9);
      assertThat(result.tally()).isEqualTo(new ShadowReport.Tally(9, 0, 0, 0, 0));
      assertThat(result.examples()).isEmpty();
    }
  }

  @Test
  void whatGoesElsewhereIsCountedOnceHoweverItIsOrdered() {
    long onSecond =
        plan("worst_fit", view(4)).placements().stream()
            .filter(placement -> placement.worker().equals(new WorkerId(2)))
            .count();
    Comparison.Result result = compared("best_fit", "worst_fit", 4);
    assertThat(onSecond).as("best_fit takes the first for all four").isGreaterThan(1);
    assertThat(result.tally()).isEqualTo(new ShadowReport.Tally(4, onSecond, 0, 0, 0));
    assertThat(result.examples()).hasSize((int) onSecond);
    assertThat(result.examples())
        .allSatisfy(
            example -> {
              assertThat(example.liveWorker()).isEqualTo("w1");
              assertThat(example.shadowWorker()).isEqualTo("w2");
              assertThat(example.why()).contains("w1");
            });
    assertThat(compared("best_fit", "worst_fit", 12).tally().otherwise())
        .as("all of both workers is needed, whatever the order")
        .isZero();
  }

  @Test
  void whatOnlyOneOfThemPlacesIsCounted() {
    PlanView view = view(2);
    Plan nothing = Plan.nothing(1);
    Plan both = plan("best_fit", view);
    assertThat(Comparison.of(view, both, nothing, 5, 10).tally())
        .isEqualTo(new ShadowReport.Tally(2, 0, 0, 2, 0));
    assertThat(Comparison.of(view, both, nothing, 5, 10).examples())
        .extracting("job")
        .containsExactly("J1", "J2");
    Comparison.Result more = Comparison.of(view, nothing, both, 5, 1);
    assertThat(more.tally()).isEqualTo(new ShadowReport.Tally(0, 0, 0, 0, 2));
    assertThat(more.examples()).singleElement().extracting("liveWorker").isEqualTo("");
  }

  @Test
  void aBusyShadowSkipsAndKeepsNobodyWaiting() {
    CountDownLatch going = new CountDownLatch(1);
    Shadow shadow =
        shadow(
            view -> {
              going.await();
              return plan("worst_fit", view);
            });
    shadow.start(SPREAD);
    PlanView view = view(2);
    Plan live = plan("best_fit", view);
    long differing = compared("best_fit", "worst_fit", 2).tally().otherwise();
    assertThat(differing).isPositive();
    for (int i = 0; i < 50; i++) {
      shadow.offer(view, live, 3);
    }
    assertThat(shadow.report().orElseThrow().skipped()).isGreaterThanOrEqualTo(48);
    going.countDown();
    await()
        .untilAsserted(
            () -> {
              ShadowReport report = shadow.report().orElseThrow();
              assertThat(report.plans() + report.skipped()).isEqualTo(50);
              assertThat(report.tally().otherwise()).isEqualTo(differing * report.plans());
              assertThat(report.liveNanos()).isEqualTo(3 * report.plans());
            });
  }

  @Test
  void examplesAreBoundedAndAFailureEndsOnlyTheShadow() {
    PlanView view = view(2);
    Plan live = plan("best_fit", view);
    int[] plans = {0};
    Shadow shadow =
        shadow(
            seen -> {
              if (++plans[0] > 30) {
                throw new IllegalStateException("no more");
              }
              return plan("worst_fit", seen);
            });
    shadow.start(SPREAD);
    await()
        .until(
            () -> {
              shadow.offer(view, live, 1);
              return !shadow.report().orElseThrow().running();
            });
    ShadowReport report = shadow.report().orElseThrow();
    assertThat(report.plans()).isEqualTo(30);
    assertThat(report.examples()).hasSize(Shadow.EXAMPLES_MAX);
    assertThat(report.shadow().problem()).contains("no more");
    assertThat(shadow.start(SPREAD).plans()).isZero();
  }

  /** Plans, perhaps not at once. */
  private interface Slow {
    Plan plan(PlanView view) throws InterruptedException;
  }

  private Shadow shadow(Slow slow) {
    Shadow shadow =
        new Shadow(
            _ ->
                new Shadow.Plans() {
                  @Override
                  public Plan plan(PlanView view) throws InterruptedException {
                    return slow.plan(view);
                  }

                  @Override
                  public long cpuNanos() {
                    return 1;
                  }
                });
    threads.add(
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    shadow.run();
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                }));
    return shadow;
  }
}
