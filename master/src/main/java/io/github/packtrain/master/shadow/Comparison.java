package io.github.packtrain.master.shadow;

import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Plan.Choice;
import io.github.packtrain.core.plan.Plan.Choice.Weighed;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.master.shadow.ShadowReport.Example;
import io.github.packtrain.master.shadow.ShadowReport.Tally;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Two plans of one view. Tasks of a class are interchangeable, so what counts is how many of them
 * go where: only what is left over after that is a difference. Costs by placements.
 */
final class Comparison {
  private final PlanView view;
  private final Plan live;
  private final Plan shadow;
  private final long nowMillis;
  private final int examplesMax;
  private final List<Example> examples = new ArrayList<>();
  private final TreeMap<Integer, WaitingClass> classes = new TreeMap<>();
  private final TreeMap<WorkerId, String> names = new TreeMap<>();
  private Tally tally = Tally.NONE;

  private Comparison(PlanView view, Plan live, Plan shadow, long nowMillis, int examplesMax) {
    this.view = view;
    this.live = live;
    this.shadow = shadow;
    this.nowMillis = nowMillis;
    this.examplesMax = examplesMax;
  }

  /** How the plans differ, with some examples. */
  record Result(Tally tally, List<Example> examples) {}

  static Result of(PlanView view, Plan live, Plan shadow, long nowMillis, int examplesMax) {
    Comparison comparison = new Comparison(view, live, shadow, nowMillis, examplesMax);
    comparison.run();
    return new Result(comparison.tally, comparison.examples);
  }

  /**
   * A placement.
   *
   * @param index in its plan
   * @param turn among those of its class in its plan
   */
  private record Made(Placement placement, int index, int turn) {}

  private void run() {
    TreeMap<Integer, List<Made>> liveByClass = byClass(live);
    TreeMap<Integer, List<Made>> shadowByClass = byClass(shadow);
    for (Integer taskClass : shadowByClass.keySet()) {
      liveByClass.computeIfAbsent(taskClass, _ -> new ArrayList<>());
    }
    liveByClass.forEach(
        (taskClass, made) ->
            compare(made, shadowByClass.getOrDefault(taskClass, new ArrayList<>())));
  }

  private static TreeMap<Integer, List<Made>> byClass(Plan plan) {
    TreeMap<Integer, List<Made>> byClass = new TreeMap<>();
    for (int i = 0; i < plan.placements().size(); i++) {
      Placement placement = plan.placements().get(i);
      List<Made> all = byClass.computeIfAbsent(placement.taskClass(), _ -> new ArrayList<>());
      all.add(new Made(placement, i, all.size()));
    }
    return byClass;
  }

  private void compare(List<Made> ofLive, List<Made> ofShadow) {
    long decisions = ofLive.size();
    List<Made> liveLeft = new ArrayList<>(ofLive);
    List<Made> shadowLeft = new ArrayList<>(ofShadow);
    pair(
        liveLeft,
        shadowLeft,
        (a, b) -> a.worker().equals(b.worker()) && a.devices().equals(b.devices()));
    long otherDevices = pair(liveLeft, shadowLeft, (a, b) -> a.worker().equals(b.worker()));
    int both = Math.min(liveLeft.size(), shadowLeft.size());
    for (int i = 0; i < Math.max(liveLeft.size(), shadowLeft.size()); i++) {
      example(
          i < liveLeft.size() ? liveLeft.get(i) : null,
          i < shadowLeft.size() ? shadowLeft.get(i) : null);
    }
    tally =
        tally.plus(
            new Tally(
                decisions, both, otherDevices, liveLeft.size() - both, shadowLeft.size() - both));
  }

  /** Takes out what both have; how often. By worker, so that it costs by placements. */
  private static long pair(
      List<Made> ofLive, List<Made> ofShadow, BiPredicate<Placement, Placement> alike) {
    TreeMap<WorkerId, List<Made>> byWorker = new TreeMap<>();
    ofShadow.forEach(
        made ->
            byWorker.computeIfAbsent(made.placement.worker(), _ -> new ArrayList<>()).add(made));
    List<Made> taken = new ArrayList<>();
    for (Iterator<Made> all = ofLive.iterator(); all.hasNext(); ) {
      Made one = all.next();
      List<Made> there = byWorker.getOrDefault(one.placement.worker(), List.of());
      for (int i = 0; i < there.size(); i++) {
        if (alike.test(one.placement, there.get(i).placement)) {
          taken.add(there.remove(i));
          all.remove();
          break;
        }
      }
    }
    ofShadow.removeAll(new HashSet<>(taken));
    return taken.size();
  }

  private void example(@Nullable Made ofLive, @Nullable Made ofShadow) {
    Made either = ofLive == null ? ofShadow : ofLive;
    if (examples.size() >= examplesMax || either == null) {
      return;
    }
    examples.add(
        new Example(
            nowMillis,
            jobOf(either),
            ofLive == null ? "" : name(ofLive.placement.worker()),
            ofShadow == null ? "" : name(ofShadow.placement.worker()),
            ofShadow == null
                ? "the shadow found no room for it"
                : why(shadow.choices().get(ofShadow.index))));
  }

  /** Heads come with their numbers of tasks, in the order in which they are placed. */
  private String jobOf(Made made) {
    if (classes.isEmpty()) {
      view.classes().forEach(waiting -> classes.put(waiting.id(), waiting));
    }
    int left = made.turn;
    String last = "";
    WaitingClass waiting = classes.get(made.placement.taskClass());
    for (Head head : waiting == null ? List.<Head>of() : waiting.heads()) {
      last = head.job().toString();
      if (left < head.tasks()) {
        break;
      }
      left -= head.tasks();
    }
    return last;
  }

  private String name(WorkerId worker) {
    if (names.isEmpty()) {
      for (WorkerState state : view.workers()) {
        names.put(state.id(), state.spec().name());
      }
    }
    return names.getOrDefault(worker, worker.toString());
  }

  private String why(Choice choice) {
    Weighed chosen = choice.chosen();
    Weighed next = choice.next();
    if (next == null) {
      return "it fitted on no other worker at that moment";
    }
    if (chosen.score() == next.score()) {
      return "as good as " + name(next.worker()) + ", which registered later";
    }
    String scores =
        "score %d against %d on %s, smaller is better"
            .formatted(chosen.score(), next.score(), name(next.worker()));
    int most = mostTelling(choice, next);
    return most < 0
        ? scores
        : scores
            + ", most of it %s, %d against %d"
                .formatted(
                    choice.terms().get(most).name(),
                    chosen.values().at(most),
                    next.values().at(most));
  }

  /** The term that speaks most for the choice; -1 where scores are no sums. */
  private static int mostTelling(Choice choice, Weighed next) {
    int most = -1;
    long best = 0;
    for (int i = 0; i < choice.terms().size(); i++) {
      Plan.Term term = choice.terms().get(i);
      long more = choice.chosen().values().at(i) - next.values().at(i);
      if (more * term.weightMilli() > best) {
        best = more * term.weightMilli();
        most = i;
      }
    }
    return most;
  }
}
