package io.github.packtrain.core.plan;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Topology.Level;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The workers on which a request fits, best first, kept from cycle to cycle: a look at the workers
 * that changed since the last look brings it up to date. A class that found nothing keeps an empty
 * heap, which costs nothing.
 *
 * <p>An entry is void when its worker has changed since; it is dropped when it comes to the top.
 * All are when the policy's epoch has changed. Equal scores are ordered by worker id, so the order
 * does not depend on how the heap came about.
 */
final class Candidates {
  private static final int SMALL = 16;
  private static final int LOOKS_FOR_NEXT = 30;
  private static final Match NEVER = new Match(false, null);
  private static final Match WHATEVER = new Match(true, null);

  /**
   * Whether the request could run on an empty worker of one make.
   *
   * @param devices which devices would do, by position; null when each would, or none is asked for
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Match(boolean ever, boolean @Nullable [] devices) {}

  private final ClassKey task;
  private final Request request;
  private final PlacementPolicy policy;
  private final Rooms rooms;

  /** Those of all racks, when only one counts here; else null. */
  private final @Nullable Candidates everywhere;

  /** The only rack that counts, or empty. */
  private final String rack;

  /** Whether all members of the gang must find room on one worker. */
  private final boolean whole;

  private @Nullable Match[] matches = new Match[0];
  private @Nullable Shape feasibleShape;
  private long infeasibleAsOf = -1;
  private long seen;
  private long epoch;
  private long[] scores = new long[SMALL];
  private int[] versions = new int[SMALL];
  private @Nullable Room[] heap = new Room[SMALL];
  private int size;
  private final List<Aside> aside = new ArrayList<>(0);

  private record Aside(long score, int version, Room room) {}

  private final int[] open = new int[LOOKS_FOR_NEXT + 2];

  /** Rooms that it fits and that the policy does not allow, by worker. */
  private final TreeMap<Integer, Refusal> refused = new TreeMap<>();

  private record Refusal(Room room, int version) {}

  Candidates(ClassKey task, PlacementPolicy policy, Rooms rooms) {
    this(task, policy, rooms, "", null);
  }

  /** Those of one rack; what could ever run where is known already to those of all. */
  Candidates inRack(String name) {
    return new Candidates(task, policy, rooms, name, this);
  }

  private Candidates(
      ClassKey task,
      PlacementPolicy policy,
      Rooms rooms,
      String rack,
      @Nullable Candidates everywhere) {
    this.everywhere = everywhere;
    this.task = task;
    this.request = task.request();
    this.policy = policy;
    this.rooms = rooms;
    this.rack = rack;
    this.whole = task.gang() > 1 && request.topology().require().isWithin(Level.HOST);
  }

  ClassKey task() {
    return task;
  }

  int size() {
    return size;
  }

  /** Whether a candidate has room for the whole gang. */
  boolean isWhole() {
    return whole;
  }

  /** The best worker as things stand, or null when it fits on none. */
  @Nullable Room best() {
    catchUp();
    while (size > 0) {
      Room top = heap[0];
      if (top != null && versions[0] == top.version) {
        return top;
      }
      removeTop();
    }
    if (heap.length > SMALL) {
      scores = new long[SMALL];
      versions = new int[SMALL];
      heap = new Room[SMALL];
    }
    return null;
  }

  /**
   * Whether so many of them fit together on all candidates, as things stand and nothing promised.
   * Changes nothing, which trying it would: each room would be a changed one for all others.
   */
  boolean haveRoomFor(int tasks) {
    catchUp();
    int places = 0;
    for (int i = 0; i < size && places < tasks; i++) {
      Room room = heap[i];
      if (room != null && versions[i] == room.version) {
        places += Gang.copies(request, room.spec(), room.free, tasks - places);
      }
    }
    return places >= tasks;
  }

  /** Passes over the best one until {@link #takeBackAside}; to be called after {@link #best}. */
  void setAside() {
    Room top = heap[0];
    if (size > 0 && top != null) {
      aside.add(new Aside(scores[0], top.version, top));
      removeTop();
    }
  }

  void takeBackAside() {
    for (Aside one : aside) {
      if (one.version == one.room.version) {
        add(one.score, one.room);
      }
    }
    aside.clear();
  }

  /** Rooms that it would fit as things stand, and that the policy does not allow. */
  List<Room> refused() {
    refused
        .values()
        .removeIf(
            refusal -> refusal.version != refusal.room.version || !Rooms.isOpen(refusal.room));
    return refused.values().stream().map(Refusal::room).toList();
  }

  /** What the policy says of {@link #best}. */
  long bestScore() {
    return scores[0];
  }

  /**
   * The place of the one that would be best without {@link #best}, or -1 when there is none. Void
   * entries hide it: at most {@value #LOOKS_FOR_NEXT} are looked through.
   */
  int next() {
    int found = -1;
    int looks = 0;
    int top = 0;
    open[top++] = 1;
    open[top++] = 2;
    while (top > 0 && looks < LOOKS_FOR_NEXT) {
      int at = open[--top];
      Room room = at < size ? heap[at] : null;
      if (room == null || (found >= 0 && !isBefore(scores[at], room, found))) {
        continue;
      }
      if (versions[at] == room.version) {
        found = at;
      } else {
        looks++;
        open[top++] = 2 * at + 1;
        open[top++] = 2 * at + 2;
      }
    }
    return found;
  }

  long scoreAt(int place) {
    return scores[place];
  }

  Room roomAt(int place) {
    return Objects.requireNonNull(heap[place]);
  }

  /** Whether any worker could run it when empty; true when there are no workers at all. */
  boolean isFeasible() {
    if (rooms.size() == 0 || (feasibleShape != null && feasibleShape.rooms > 0)) {
      return true;
    }
    if (infeasibleAsOf == rooms.shapeChanges()) {
      return false;
    }
    for (Shape shape : rooms.shapes()) {
      if (shape.rooms > 0 && couldEver(shape)) {
        feasibleShape = shape;
        return true;
      }
    }
    infeasibleAsOf = rooms.shapeChanges();
    return false;
  }

  boolean couldEver(Shape shape) {
    return matchOf(shape).ever;
  }

  private void catchUp() {
    long now = policy.epoch();
    if (size > 2 * rooms.size() + SMALL || epoch != now) {
      epoch = now;
      Arrays.fill(heap, 0, size, null);
      size = 0;
      seen = 0;
      refused.clear();
    }
    long since = seen;
    for (Room room = rooms.newest(); room != null && room.changedAt > since; room = room.older) {
      if (!isInRack(room.shape)) {
        continue;
      }
      rooms.countLook();
      if (!fits(room)) {
        continue;
      }
      if (policy.allows(task, room)) {
        add(policy.score(task, room), room);
      } else {
        refused.put(room.id(), new Refusal(room, room.version));
      }
    }
    seen = rooms.changes();
  }

  private boolean fits(Room room) {
    if (room.cpuMilli < request.resources().cpuMilli()
        || room.memoryBytes < request.resources().memoryBytes()
        || room.diskBytes < request.resources().diskBytes()
        || !Rooms.isOpen(room)) {
      return false;
    }
    GpuRequest gpu = request.gpu();
    if (gpu.isShare() ? room.mostMilli < gpu.milli() : room.wholeDevices < gpu.count()) {
      return false;
    }
    Match match = matchOf(room.shape);
    return match.ever
        && (gpu.isNone() || (gpu.isShare() ? shareFits(room, match) : wholesFit(room, match)))
        && isNearEnough(room.shape, room.free);
  }

  private boolean isInRack(Shape shape) {
    return rack.isEmpty() || rack.equals(shape.rack);
  }

  private boolean isNearEnough(Shape shape, Free free) {
    return (!whole && !Islands.matterTo(request))
        || Gang.copies(request, shape.spec, free, task.gang()) >= task.gang();
  }

  private boolean shareFits(Room room, Match match) {
    GpuRequest gpu = request.gpu();
    for (int i = 0; i < room.free.devices(); i++) {
      if (room.free.milli(i) >= gpu.milli()
          && (match.devices == null || match.devices[i])
          && room.free.memoryBytes(i) >= gpu.memoryTakenFrom(room.shape.spec.devices().get(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean wholesFit(Room room, Match match) {
    if (match.devices == null) {
      return true;
    }
    int found = 0;
    for (int i = 0; i < room.free.devices(); i++) {
      found += match.devices[i] && room.free.milli(i) == GpuRequest.WHOLE ? 1 : 0;
    }
    return found >= request.gpu().count();
  }

  private Match matchOf(Shape shape) {
    if (everywhere != null) {
      return everywhere.matchOf(shape);
    }
    if (shape.index >= matches.length) {
      matches = Arrays.copyOf(matches, Math.max(rooms.shapes().size(), shape.index + 1));
    }
    Match known = matches[shape.index];
    if (known == null) {
      known = match(shape);
      matches[shape.index] = known;
    }
    return known;
  }

  private Match match(Shape shape) {
    WorkerSpec spec = shape.spec;
    if (!Fit.couldEver(request, spec) || !isNearEnough(shape, Free.allOf(spec))) {
      return NEVER;
    }
    boolean[] devices = new boolean[spec.devices().size()];
    boolean all = true;
    for (int i = 0; i < devices.length; i++) {
      Device device = spec.devices().get(i);
      devices[i] = request.gpu().matches(device);
      all &= devices[i];
    }
    return all || request.gpu().isNone() ? WHATEVER : new Match(true, devices);
  }

  // ---- a binary heap in three arrays

  private void add(long score, Room room) {
    if (size == heap.length) {
      scores = Arrays.copyOf(scores, 2 * size);
      versions = Arrays.copyOf(versions, 2 * size);
      heap = Arrays.copyOf(heap, 2 * size);
    }
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!isBefore(score, room, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, score, room.version, room);
  }

  private void removeTop() {
    size--;
    Room last = heap[size];
    long score = scores[size];
    int version = versions[size];
    heap[size] = null;
    if (size == 0 || last == null) {
      return;
    }
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      Room right = child + 1 < size ? heap[child + 1] : null;
      if (right != null && isBefore(scores[child + 1], right, child)) {
        child++;
      }
      if (isBefore(score, last, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, score, version, last);
  }

  private boolean isBefore(long score, Room room, int at) {
    Room other = heap[at];
    return score < scores[at] || (score == scores[at] && other != null && room.id() < other.id());
  }

  private void move(int from, int to) {
    put(to, scores[from], versions[from], heap[from]);
  }

  private void put(int at, long score, int version, @Nullable Room room) {
    scores[at] = score;
    versions[at] = version;
    heap[at] = room;
  }
}
