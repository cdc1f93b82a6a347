package io.github.packtrain.core.explain;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Fit.DeviceOrder;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.Head;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What one could ask instead. For each worker the least change with which the request fits is
 * found, the least ones of all are planned as if they were submitted now, behind all that wait, and
 * only what planning starts is said to start.
 *
 * <p>Cost: a pass over the workers, and a pass of the planner for each of at most {@value
 * #PLANNED_MAX} changes. Only when somebody asks.
 */
final class WhatIfs {
  private static final int PLANNED_MAX = 6;
  private static final int SAID_MAX = 3;
  private static final JobId LAST = new JobId(Long.MAX_VALUE - 1);

  private final ClassKey key;
  private final PlanView view;
  private final PlacementChoice placement;

  WhatIfs(ClassKey key, PlanView view, PlacementChoice placement) {
    this.key = key;
    this.placement = placement;
    this.view = view;
  }

  /**
   * Those of the fewest changes, the smallest first.
   *
   * @param orLater also what would fit an empty worker, when nothing starts now
   */
  List<WhatIf> find(boolean orLater) {
    List<WhatIf> found = new ArrayList<>();
    List<Relaxation> least = least(worker -> worker.gate() == Gate.OPEN, false);
    boolean nearness = false;
    for (Relaxation relaxation : least.stream().limit(PLANNED_MAX).toList()) {
      boolean wanted = found.size() < SAID_MAX && !(nearness && relaxation.isOfNearness());
      List<String> workers = wanted ? startsOn(relaxation.request(), view) : List.of();
      if (!workers.isEmpty()) {
        nearness |= relaxation.isOfNearness();
        int could = key.gang() > 1 ? workers.size() : countNow(relaxation.request());
        found.add(said(relaxation, true, Math.max(1, could), workers.getFirst()));
      }
    }
    if (found.isEmpty() && orLater) {
      least(_ -> true, true).stream()
          .limit(PLANNED_MAX)
          .flatMap(this::later)
          .findFirst()
          .ifPresent(found::add);
    }
    return found;
  }

  private List<Relaxation> least(Predicate<WorkerState> wanted, boolean whenEmpty) {
    Stream<Relaxation> smaller =
        view.workers().stream().filter(wanted).flatMap(worker -> relaxations(worker, whenEmpty));
    List<Relaxation> all =
        Stream.concat(Relaxation.ofTopology(key.request(), key.gang()), smaller)
            .sorted(Relaxation.LEAST_FIRST)
            .distinct()
            .toList();
    int fewest = all.isEmpty() ? 0 : all.getFirst().changes();
    return withoutSmaller(all.stream().filter(r -> r.changes() == fewest).toList());
  }

  /** Of two that change the same thing only the smaller change is of use. */
  private static List<Relaxation> withoutSmaller(List<Relaxation> sorted) {
    List<Relaxation> kept = new ArrayList<>();
    List<List<String>> changed = new ArrayList<>();
    for (Relaxation relaxation : sorted) {
      List<String> names =
          Stream.concat(
                  relaxation.flags().stream().map(flag -> flag.split(" ", -1)[0]),
                  relaxation.dropped().stream())
              .toList();
      boolean other = relaxation.flags().stream().anyMatch(flag -> flag.contains(":"));
      if (other || !changed.contains(names)) {
        kept.add(relaxation);
        changed.add(names);
      }
    }
    return kept;
  }

  private Stream<Relaxation> relaxations(WorkerState worker, boolean whenEmpty) {
    Free free = whenEmpty ? Free.allOf(worker.spec()) : worker.free();
    return Relaxation.of(key.request(), worker.spec(), free);
  }

  /** The workers that planning starts it on, or none. */
  private List<String> startsOn(Request request, PlanView among) {
    int id = among.classes().stream().mapToInt(WaitingClass::id).max().orElse(0) + 1;
    ClassKey changed =
        new ClassKey(key.queue(), key.priority(), request, key.gang(), key.party(), key.profile());
    List<WaitingClass> classes = new ArrayList<>(among.classes());
    classes.add(
        new WaitingClass(
            id, changed, key.gang(), List.of(new Head(LAST, key.gang())), 0, List.of()));
    PlanView with =
        new PlanView(
            among.position(),
            classes,
            among.workers(),
            among.queues(),
            among.demand(),
            among.lore(),
            among.horizon());
    return Planner.withoutChoices(placement.create(), Integer.MAX_VALUE)
        .plan(with)
        .placements()
        .stream()
        .filter(placement -> placement.taskClass() == id)
        .map(this::nameOf)
        .distinct()
        .toList();
  }

  /** Every worker empty, and nobody else waiting. */
  private PlanView whenEmpty() {
    List<WorkerState> empty =
        view.workers().stream()
            .map(
                worker ->
                    new WorkerState(
                        worker.id(),
                        worker.spec(),
                        Free.allOf(worker.spec()),
                        Gate.OPEN,
                        worker.load()))
            .toList();
    return new PlanView(
        view.position(), List.of(), empty, view.queues(), view.demand(), view.lore());
  }

  private String nameOf(Placement placement) {
    return view.workers().stream()
        .filter(worker -> worker.id().equals(placement.worker()))
        .map(worker -> worker.spec().name())
        .findFirst()
        .orElse("");
  }

  private int countNow(Request request) {
    return (int)
        view.workers().stream()
            .filter(worker -> worker.gate() == Gate.OPEN)
            .filter(worker -> fits(request, worker, worker.free()))
            .count();
  }

  private Stream<WhatIf> later(Relaxation relaxation) {
    List<String> workers = startsOn(relaxation.request(), whenEmpty());
    int could =
        (int)
            view.workers().stream()
                .filter(worker -> fits(relaxation.request(), worker, Free.allOf(worker.spec())))
                .count();
    return workers.isEmpty()
        ? Stream.of()
        : Stream.of(said(relaxation, false, Math.max(1, could), workers.getFirst()));
  }

  private static WhatIf said(Relaxation relaxation, boolean now, int workers, String worker) {
    return new WhatIf(
        relaxation.request(), relaxation.flags(), relaxation.dropped(), now, workers, worker);
  }

  private static boolean fits(Request request, WorkerState worker, Free free) {
    return Fit.devicesFor(request, worker.spec(), free, DeviceOrder.FIRST) != null;
  }
}
