package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.PlanView.Gate;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The workers as the planner remembers them from cycle to cycle. A view that shows a worker with
 * the very same object as before costs one comparison for it; what changed moves to the front of
 * the order of change, so that whoever looked before sees only what is new:
 *
 * <pre>
 *   newest → W7 (change 41) → W2 (40) → W9 (12) → W1 (1)
 *            └─ a class that looked at change 39 ─┘ looks at these two
 * </pre>
 */
final class Rooms {
  private static final int SHAPES_SPARE = 64;
  private static final Room[] NONE = new Room[0];

  /** By worker id. */
  private Room[] rooms = NONE;

  private final TreeMap<String, Shape> shapesByName = new TreeMap<>();
  private final List<Shape> shapes = new ArrayList<>();
  private @Nullable Room newest;
  private long changes;
  private long shapeChanges;
  private long looks;

  /** Rooms that this cycle took from; reset by {@link #follow}. */
  private final List<Room> taken = new ArrayList<>();

  /** Whether a room whose load alone changed counts as changed. */
  private final boolean loadCounts;

  Rooms(boolean loadCounts) {
    this.loadCounts = loadCounts;
  }

  /** Takes over a view. */
  void follow(List<WorkerState> workers) {
    taken.clear();
    boolean same = rooms.length == workers.size();
    for (int i = 0; same && i < rooms.length; i++) {
      Room room = rooms[i];
      WorkerState now = workers.get(i);
      if (room.seen != now || room.free != now.free() || room.load != now.load()) {
        same = room.seen.id().equals(now.id());
        if (same) {
          follow(room, now);
        }
      }
    }
    if (!same) {
      merge(workers);
    }
  }

  private void follow(Room room, WorkerState now) {
    Shape before = room.shape;
    Shape shape = room.seen.spec() == now.spec() ? before : shapeOf(now);
    if (room.follow(now, shape, loadCounts)) {
      touch(room);
    }
    if (shape != before) {
      count(before, -1);
      count(shape, 1);
    }
  }

  private void merge(List<WorkerState> workers) {
    Room[] merged = new Room[workers.size()];
    int old = 0;
    for (int i = 0; i < merged.length; i++) {
      WorkerState now = workers.get(i);
      while (old < rooms.length && rooms[old].id() < now.id().value()) {
        remove(rooms[old++]);
      }
      if (old < rooms.length && rooms[old].id() == now.id().value()) {
        merged[i] = rooms[old++];
        follow(merged[i], now);
      } else {
        merged[i] = new Room(now, shapeOf(now));
        count(merged[i].shape, 1);
        touch(merged[i]);
      }
      merged[i].place = i;
    }
    while (old < rooms.length) {
      remove(rooms[old++]);
    }
    rooms = merged;
  }

  private void remove(Room room) {
    unlink(room);
    count(room.shape, -1);
    // Whoever still holds it as a candidate finds it stale.
    room.version++;
  }

  private Shape shapeOf(WorkerState worker) {
    return shapesByName.computeIfAbsent(
        Shape.nameOf(worker.spec()),
        _ -> {
          Shape added = new Shape(shapes.size(), worker.spec());
          shapes.add(added);
          return added;
        });
  }

  private void count(Shape shape, int delta) {
    shape.rooms += delta;
    shapeChanges++;
  }

  /** Whether so many makes of workers came and went that it is time to start anew. */
  boolean isWornOut() {
    return shapes.size() > 2 * rooms.length + SHAPES_SPARE;
  }

  void take(Room room, Allocation allocation, GpuRequest gpu, long number) {
    room.take(allocation, gpu, number);
    taken.add(room);
    touch(room);
  }

  /** Undoes {@link #take}. */
  void giveBack(Room room, Allocation allocation) {
    room.giveBack(allocation);
    touch(room);
  }

  /** One more attempt waits there behind another. */
  void join(Room room, long number) {
    if (loadCounts) {
      room.join(number);
      touch(room);
    }
  }

  private void touch(Room room) {
    room.changedAt = ++changes;
    if (newest != room) {
      unlink(room);
      room.older = newest;
      if (newest != null) {
        newest.newer = room;
      }
      newest = room;
    }
  }

  private void unlink(Room room) {
    if (newest == room) {
      newest = room.older;
    }
    if (room.newer != null) {
      room.newer.older = room.older;
    }
    if (room.older != null) {
      room.older.newer = room.newer;
    }
    room.newer = null;
    room.older = null;
  }

  @Nullable Room newest() {
    return newest;
  }

  void countLook() {
    looks++;
  }

  long looks() {
    return looks;
  }

  /** Number of the last change. */
  long changes() {
    return changes;
  }

  /** Changes when workers of some make come or go. */
  long shapeChanges() {
    return shapeChanges;
  }

  List<Shape> shapes() {
    return shapes;
  }

  int size() {
    return rooms.length;
  }

  /** All, by id; not to be changed. */
  Room[] all() {
    return rooms;
  }

  @Nullable Room find(WorkerId id) {
    int low = 0;
    int high = rooms.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compare(rooms[middle].id(), id.value());
      if (order == 0) {
        return rooms[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** The view's workers with what the cycle has left of them. */
  List<WorkerState> present(List<WorkerState> view) {
    if (taken.isEmpty()) {
      return view;
    }
    WorkerState[] present = view.toArray(WorkerState[]::new);
    for (Room room : taken) {
      present[room.place] = room.present();
    }
    return List.of(present);
  }

  static boolean isOpen(Room room) {
    return room.gate == Gate.OPEN;
  }
}
