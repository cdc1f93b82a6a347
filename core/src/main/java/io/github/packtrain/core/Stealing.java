package io.github.packtrain.core;

import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.place.StealingRule;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What idle workers take from the local queues of others: for each place that is free, one task of
 * the queue that is longest then. Only attempts that wait; the worker gives one back or, if it has
 * started meanwhile, keeps it. Given back, its task waits again and goes where there is room.
 *
 * <p>Nothing is taken while tasks of the same class wait for room: those fill it. Cost: a pass over
 * the attempts in local queues and, for each class with a queue long enough, one over the workers.
 */
final class Stealing {
  private final CoreState state;
  private final StealingRule rule;
  private final Predicate<WorkerId> reachable;
  private final TreeMap<Integer, Free> left = new TreeMap<>();

  Stealing(CoreState state, StealingRule rule, Predicate<WorkerId> reachable) {
    this.state = state;
    this.rule = rule;
    this.reachable = reachable;
  }

  /** Those that wait in one local queue and were not taken yet, the next to start first. */
  private record Line(TaskClass taskClass, List<AttemptRecord> waiting) {
    static final Comparator<Line> LONGEST_FIRST =
        Comparator.comparingInt((Line line) -> -line.waiting.size())
            .thenComparing(line -> line.waiting.getFirst().id);
  }

  /** At most so many, in the order in which they are to be asked back. */
  List<AttemptId> find(int most) {
    PriorityQueue<Line> lines = longEnough();
    List<AttemptId> found = new ArrayList<>();
    TreeSet<Integer> full = new TreeSet<>();
    while (!lines.isEmpty() && found.size() < most) {
      Line line = lines.remove();
      if (full.contains(line.taskClass.id) || !takeRoom(line.taskClass.key.request())) {
        full.add(line.taskClass.id);
        continue;
      }
      found.add((rule.fromTail() ? line.waiting.removeLast() : line.waiting.removeFirst()).id);
      if (line.waiting.size() >= rule.threshold()) {
        lines.add(line);
      }
    }
    return found;
  }

  private PriorityQueue<Line> longEnough() {
    TreeMap<AttemptId, Line> byRunning = new TreeMap<>();
    for (LocalQueues.Queued queued : state.queued) {
      AttemptRecord attempt = state.activeAttempt(queued.attempt());
      TaskClass taskClass = attempt.job.taskClass;
      if (taskClass.eligible == 0) {
        byRunning
            .computeIfAbsent(running(attempt).id, _ -> new Line(taskClass, new ArrayList<>()))
            .waiting
            .add(attempt);
      }
    }
    PriorityQueue<Line> lines = new PriorityQueue<>(Line.LONGEST_FIRST);
    for (Line line : byRunning.values()) {
      line.waiting.sort(Comparator.comparingInt(attempt -> attempt.depth));
      if (line.waiting.size() >= rule.threshold()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private AttemptRecord running(AttemptRecord waiting) {
    AttemptRecord at = waiting;
    while (at.behind != null) {
      at = state.activeAttempt(at.behind);
    }
    return at;
  }

  /** Whether some worker has room for one more, which is taken. */
  private boolean takeRoom(Request request) {
    for (WorkerRecord worker : state.workers.values()) {
      if (worker.lost || worker.draining || !reachable.test(worker.id)) {
        continue;
      }
      Free free = left.getOrDefault(worker.id.value(), worker.free);
      @Nullable List<DeviceShare> devices =
          Fit.devicesFor(request, worker.spec, free, Fit.DeviceOrder.FIRST);
      if (devices != null) {
        left.put(worker.id.value(), free.take(new Allocation(request.resources(), devices)));
        return true;
      }
    }
    return false;
  }
}
