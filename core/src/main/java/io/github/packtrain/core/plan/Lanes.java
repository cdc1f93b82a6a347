package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.PlanView.Party;
import io.github.packtrain.core.plan.PlanView.QueueRule;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is next in a cycle. Each queue has its own order; the first of each queue stand against each
 * other by priority, then arrival. A queue that owners share has a lane for each of them, the one
 * with the smallest share in front:
 *
 * <pre>
 *   queues (priority, arrival of the first) ─► lanes (share) ─► classes (priority, key) ─► its heads
 * </pre>
 *
 * <p>Who is taken out is put back when the cycle is through with its head: nothing in the heaps
 * changes while it is in them.
 */
final class Lanes {
  /** Shares are parts of this. */
  private static final double WHOLE = 1e12;

  private static final Comparator<QueueLine> BETWEEN_QUEUES =
      (a, b) ->
          Cursor.byPriorityAndArrival(
              a.lanes.element().cursors.element(), b.lanes.element().cursors.element());

  private final PriorityQueue<QueueLine> queues = new PriorityQueue<>(BETWEEN_QUEUES);
  private final List<WorkerState> workers;
  private @Nullable Total total;
  private @Nullable QueueLine takenQueue;
  private @Nullable Lane takenLane;

  Lanes(List<Cursor> cursors, PlanView view) {
    this.workers = view.workers();
    TreeMap<String, QueueRule> rules = new TreeMap<>();
    view.queues().forEach(rule -> rules.put(rule.queue(), rule));
    TreeMap<String, QueueLine> lines = new TreeMap<>();
    for (Cursor cursor : cursors) {
      String queue = cursor.waiting.key().queue();
      QueueRule rule = rules.getOrDefault(queue, QueueRule.DEFAULT);
      lines.computeIfAbsent(queue, _ -> new QueueLine(rule)).add(cursor);
    }
    for (QueueLine line : lines.values()) {
      line.lanes.addAll(line.byParty.values());
      queues.add(line);
    }
  }

  /** Takes out who is next; null when nobody is left. */
  @Nullable Cursor poll() {
    putBack();
    QueueLine queue = queues.poll();
    Lane lane = queue == null ? null : queue.lanes.poll();
    if (queue == null || lane == null) {
      return null;
    }
    takenQueue = queue;
    takenLane = lane;
    return lane.cursors.poll();
  }

  /** The one taken out last goes on with its next head. */
  void add(Cursor cursor) {
    if (takenLane != null) {
      takenLane.cursors.add(cursor);
    }
  }

  /** How many tasks the one taken out last may place before somebody else has to be looked at. */
  int stride(Cursor cursor) {
    int head = cursor.headTasks();
    boolean alone = takenQueue == null || takenQueue.lanes.isEmpty();
    return alone ? head : Math.min(head, cursor.waiting.key().gang());
  }

  /** The one taken out last placed that many. */
  void charge(Cursor cursor, int placed) {
    if (takenLane != null && takenLane.party != null) {
      takenLane.take(cursor.waiting.key().request(), placed);
    }
  }

  private void putBack() {
    QueueLine queue = takenQueue;
    Lane lane = takenLane;
    if (queue == null || lane == null) {
      return;
    }
    if (!lane.cursors.isEmpty()) {
      queue.lanes.add(lane);
    }
    if (!queue.lanes.isEmpty()) {
      queues.add(queue);
    }
    takenQueue = null;
    takenLane = null;
  }

  private Total total() {
    Total known = total;
    if (known == null) {
      known = new Total(workers);
      total = known;
    }
    return known;
  }

  private final class QueueLine {
    final QueueRule rule;
    final TreeMap<String, Lane> byParty = new TreeMap<>();
    final PriorityQueue<Lane> lanes;

    QueueLine(QueueRule rule) {
      this.rule = rule;
      Comparator<Cursor> order = rule.byPriority() ? Cursor::byPriorityAndKey : Cursor::byKey;
      this.lanes =
          new PriorityQueue<>(
              Comparator.comparingDouble((Lane lane) -> lane.share)
                  .thenComparing(lane -> lane.cursors.element(), order));
    }

    void add(Cursor cursor) {
      String name = cursor.waiting.key().party();
      byParty.computeIfAbsent(name, this::lane).cursors.add(cursor);
    }

    private Lane lane(String name) {
      Comparator<Cursor> order = rule.byPriority() ? Cursor::byPriorityAndKey : Cursor::byKey;
      for (Party party : rule.parties()) {
        if (party.name().equals(name)) {
          return new Lane(party, order);
        }
      }
      return new Lane(null, order);
    }
  }

  private final class Lane {
    final @Nullable Party party;
    final PriorityQueue<Cursor> cursors;
    private double cpuMilli;
    private double memoryBytes;
    private double gpuMilli;

    /** The largest part of anything that it holds, by its weight; 0 where nobody shares. */
    double share;

    Lane(@Nullable Party party, Comparator<Cursor> order) {
      this.party = party;
      this.cursors = new PriorityQueue<>(order);
      if (party != null) {
        cpuMilli = party.cpuMilli();
        memoryBytes = party.memoryBytes();
        gpuMilli = party.gpuMilli();
        weigh(party);
      }
    }

    void take(Request request, int tasks) {
      Resources each = request.resources();
      GpuRequest gpu = request.gpu();
      cpuMilli += (double) each.cpuMilli() * tasks;
      memoryBytes += (double) each.memoryBytes() * tasks;
      gpuMilli += (double) gpu.count() * gpu.milli() * tasks;
      if (party != null) {
        weigh(party);
      }
    }

    private void weigh(Party owner) {
      Total all = total();
      double most =
          Math.max(
              part(gpuMilli, all.gpuMilli),
              Math.max(part(cpuMilli, all.cpuMilli), part(memoryBytes, all.memoryBytes)));
      share = most / owner.weight();
    }

    private static double part(double held, double all) {
      return all == 0 ? 0 : held * WHOLE / all;
    }
  }

  /** What all workers have together. */
  private static final class Total {
    double cpuMilli;
    double memoryBytes;
    double gpuMilli;

    Total(List<WorkerState> workers) {
      for (WorkerState worker : workers) {
        Resources all = worker.spec().allocatable();
        cpuMilli += all.cpuMilli();
        memoryBytes += all.memoryBytes();
        for (Device device : worker.spec().devices()) {
          gpuMilli += device.healthy() ? GpuRequest.WHOLE : 0;
        }
      }
    }
  }
}
