package io.github.packtrain.master.api;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Statistics.TasksOfKind;
import io.github.packtrain.core.learn.Coverage;
import io.github.packtrain.core.learn.KindLessons;
import io.github.packtrain.core.learn.Standing;
import io.github.packtrain.master.shell.Planned;
import io.github.packtrain.protocol.v1.DeadlineStatistics;
import io.github.packtrain.protocol.v1.FamilyStatistics;
import io.github.packtrain.protocol.v1.KindStatistics;
import io.github.packtrain.protocol.v1.PredictionStatistics;
import io.github.packtrain.protocol.v1.Statistics;
import io.github.packtrain.protocol.v1.WorkerStatistics;
import java.util.List;
import java.util.TreeMap;

/** Statistics on the wire. */
final class StatisticsViews {
  private static final int WORKERS_DEFAULT = 1_000;
  private static final int WORKERS_MAX = 10_000;
  private static final String FAMILY = "family:";
  private static final double MILLION = 1_000_000;

  private StatisticsViews() {}

  static Statistics of(CoreState core, List<Planned> planned, int maxWorkers, long nowMillis) {
    var found = io.github.packtrain.core.Statistics.of(core, nowMillis);
    Statistics.Builder wire =
        Statistics.newBuilder()
            .addAllKinds(kinds(found))
            .addAllFamilies(families(found))
            .setObservations(found.observations())
            .setDeadlines(
                DeadlineStatistics.newBuilder()
                    .setMet(found.deadlines().met())
                    .setMissed(found.deadlines().missed())
                    .setLate(found.deadlines().late())
                    .setOpen(found.deadlines().open()));
    int most = maxWorkers <= 0 ? WORKERS_DEFAULT : Math.min(maxWorkers, WORKERS_MAX);
    found.workers().stream()
        .limit(most)
        .forEach(worker -> wire.addWorkers(worker(worker, nowMillis)));
    for (var queue : found.queues()) {
      wire.addQueuesBuilder()
          .setQueue(queue.queue())
          .setOrder(queue.order())
          .setJobsWaiting(queue.jobsWaiting())
          .setTasksWaiting(queue.tasksWaiting())
          .setTasksActive(queue.tasksActive());
    }
    for (Planned placement : planned) {
      wire.addPlacementsBuilder()
          .setPlacement(placement.placement())
          .setPlans(placement.plans())
          .setPlaced(placement.placed())
          .setCpuMillis(placement.cpuNanos() / MILLION);
    }
    found.coverage().forEach(rung -> wire.addPredictions(prediction(rung, found.keysByRung())));
    return wire.build();
  }

  /** What waits and what was learned, of each kind that is known for either. */
  private static List<KindStatistics> kinds(io.github.packtrain.core.Statistics found) {
    TreeMap<String, KindStatistics.Builder> kinds = new TreeMap<>();
    for (TasksOfKind tasks : found.tasks()) {
      kind(kinds, tasks.kind())
          .setWaiting(tasks.waiting())
          .setActive(tasks.active())
          .setCompleted(tasks.completed())
          .setFailed(tasks.failed())
          .setCancelled(tasks.cancelled())
          .setTimedOut(tasks.timedOut());
    }
    for (KindLessons lessons : found.kinds()) {
      KindStatistics.Builder kind = kind(kinds, lessons.kind()).setRunMillis(lessons.runMillis());
      lessons.ends().forEach(ends -> kind.putAttempts(ends.outcome().name(), ends.attempts()));
      if (lessons.usual().observations() > 0) {
        kind.setP50Millis(lessons.usual().p50Millis())
            .setP90Millis(lessons.usual().p90Millis())
            .setObservations(lessons.usual().observations());
      }
    }
    return kinds.values().stream().map(KindStatistics.Builder::build).toList();
  }

  private static KindStatistics.Builder kind(
      TreeMap<String, KindStatistics.Builder> kinds, String name) {
    return kinds.computeIfAbsent(name, _ -> KindStatistics.newBuilder().setKind(name));
  }

  private static List<FamilyStatistics> families(io.github.packtrain.core.Statistics found) {
    TreeMap<String, FamilyStatistics.Builder> families = new TreeMap<>();
    for (var worker : found.workers()) {
      worker
          .topics()
          .forEach(
              (topic, standing) -> {
                if (topic.startsWith(FAMILY)) {
                  add(families, topic.substring(FAMILY.length()), standing);
                }
              });
    }
    return families.values().stream().map(FamilyStatistics.Builder::build).toList();
  }

  private static void add(
      TreeMap<String, FamilyStatistics.Builder> families, String name, Standing standing) {
    FamilyStatistics.Builder family =
        families.computeIfAbsent(name, _ -> FamilyStatistics.newBuilder().setFamily(name));
    family
        .setSuccesses(family.getSuccesses() + standing.successes())
        .setFailures(family.getFailures() + standing.failures())
        .setWorkers(family.getWorkers() + 1);
  }

  private static WorkerStatistics worker(
      io.github.packtrain.core.Statistics.WorkerStatistics worker, long nowMillis) {
    WorkerStatistics.Builder wire =
        WorkerStatistics.newBuilder()
            .setWorker(worker.worker().toString())
            .setName(worker.name())
            .setAttempts(worker.attempts())
            .setCpuUsedMilli(worker.cpuUsedMilli())
            .setCpuMilli(worker.cpuMilli())
            .setGpuUsedMilli(worker.gpuUsedMilli())
            .setGpuMilli(worker.gpuMilli());
    worker
        .topics()
        .forEach(
            (topic, standing) ->
                wire.addTopicsBuilder()
                    .setTopic(topic)
                    .setSuccesses(standing.successes())
                    .setFailures(standing.failures())
                    .setReliability(standing.reliabilityPpm(nowMillis) / MILLION));
    worker
        .byKind()
        .forEach(
            (kind, factors) ->
                wire.addFactorsBuilder()
                    .setKind(kind)
                    .setSpecialisation(factors.specialisation())
                    .setAffinity(factors.affinity())
                    .setSpeed(factors.speed())
                    .setReliability(factors.reliability())
                    .setExploration(factors.exploration()));
    return wire.build();
  }

  private static PredictionStatistics prediction(Coverage rung, List<Integer> keys) {
    double made = Math.max(1, rung.predictions());
    return PredictionStatistics.newBuilder()
        .setEvidence(rung.rung().name())
        .setKeys(rung.rung().ordinal() < keys.size() ? keys.get(rung.rung().ordinal()) : 0)
        .setPredictions(rung.predictions())
        .setWithinP50(rung.withinP50() / made)
        .setWithinP90(rung.withinP90() / made)
        .build();
  }
}
