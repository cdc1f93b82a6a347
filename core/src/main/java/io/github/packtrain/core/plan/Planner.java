package io.github.packtrain.core.plan;

import io.github.packtrain.core.plan.Plan.Blocked;
import io.github.packtrain.core.plan.Plan.Choice;
import io.github.packtrain.core.plan.Plan.Term;
import io.github.packtrain.core.plan.Plan.Values;
import io.github.packtrain.core.plan.PlanView.Tail;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import io.github.packtrain.core.plan.PlanView.WorkerState;
import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One scheduling pass after the other. The plan depends on the view alone; what the planner
 * remembers from cycle to cycle only saves work.
 *
 * <p><b>Goals in order:</b> (1) never more on a worker than it has; (2) the order of the queue; of
 * several queues, whose first has the higher priority, then arrived earlier; (3) nobody waits for a
 * task that cannot start: a class that fits nowhere is passed over, with its reasons; (4) among the
 * workers that fit, what the {@link PlacementPolicy} prefers; (5) short tasks may queue behind
 * running ones of their kind, where nobody before them waits for the place.
 *
 * <p><b>Algorithm:</b> classes stand in heaps ({@link Lanes}). The first class places the tasks of
 * its first job, each on the best worker of its own heap of {@link Candidates}; a gang that does
 * not find all its places gives them back. That heap is kept from cycle to cycle; when its class
 * looks again it takes in the workers that changed since, by releases or by placements of others
 * ({@link Rooms}). A class that finds no candidate fills local queues as far as its tasks are
 * short; then it is blocked. Reasons are found when somebody asks.
 *
 * <p><b>Example:</b> workers a (4 CPU free) and b (2 CPU free), one class of three 2-CPU tasks,
 * best fit: b (nothing left), then a, then a.
 *
 * <p><b>Cost:</b> O(classes × workers that changed + placements × log workers), and one comparison
 * of references for each worker. A class seen for the first time looks at all workers once.
 */
public final class Planner {
  /** Entries of all heaps together, beyond which those of classes that do not wait are dropped. */
  private static final long ENTRIES_MAX = 2_000_000;

  private static final int SPARE_CLASSES = 1_000;

  private final PlacementPolicy policy;
  private final int placementsMax;
  private final boolean tellsChoices;
  private Rooms rooms;

  /** By class id. */
  private final TreeMap<Integer, Levels> known = new TreeMap<>();

  private long cycles;
  private long looksBefore;

  /**
   * @param policy its own, shared with no other planner
   * @param placementsMax bound of one plan, at least 1; what is left over comes in the next cycle
   */
  public Planner(PlacementPolicy policy, int placementsMax) {
    this(policy, placementsMax, true);
  }

  /** One that does not say why a placement got its worker, for those who do not ask. */
  public static Planner withoutChoices(PlacementPolicy policy, int placementsMax) {
    return new Planner(policy, placementsMax, false);
  }

  private Planner(PlacementPolicy policy, int placementsMax, boolean tellsChoices) {
    this.tellsChoices = tellsChoices;
    this.policy = policy;
    this.placementsMax = placementsMax;
    this.rooms = new Rooms(policy.readsLoad());
  }

  /** For one thread at a time. Views need not come from the same state or follow each other. */
  public Plan plan(PlanView view) {
    cycles++;
    if (rooms.isWornOut()) {
      forget();
    }
    rooms.follow(view.workers());
    policy.begin(view);
    Plan plan = new Cycle(view).run();
    tidy(view.classes().size());
    return plan;
  }

  /** How often a request was compared with a worker so far: what cycles cost, counted. */
  public long looks() {
    return looksBefore + rooms.looks();
  }

  private Levels levelsOf(WaitingClass waiting) {
    Levels levels = known.get(waiting.id());
    if (levels == null || !levels.task().equals(waiting.key())) {
      levels = new Levels(waiting.key(), policy, rooms);
      known.put(waiting.id(), levels);
    }
    levels.usedInCycle = cycles;
    return levels;
  }

  private void tidy(int classes) {
    long entries = 0;
    for (Levels levels : known.values()) {
      entries += levels.size();
    }
    if (known.size() > 2 * classes + SPARE_CLASSES || entries > ENTRIES_MAX) {
      known.values().removeIf(levels -> levels.usedInCycle < cycles);
    }
  }

  private void forget() {
    looksBefore += rooms.looks();
    rooms = new Rooms(policy.readsLoad());
    known.clear();
  }

  /** The working copy of one pass. */
  private final class Cycle {
    private final PlanView view;
    private final Lanes order;
    private final @Nullable Promises promises;
    private final List<Placement> placements = new ArrayList<>();
    private final List<Choice> choices = new ArrayList<>();
    private final List<Term> terms = policy.terms();
    private final List<Cursor> passedOver = new ArrayList<>();

    /** Who could run once something ends, first in the queue first. */
    private final List<Candidates> awaiting = new ArrayList<>();

    Cycle(PlanView view) {
      this.view = view;
      List<Cursor> cursors = new ArrayList<>(view.classes().size());
      for (WaitingClass waiting : view.classes()) {
        cursors.add(new Cursor(waiting, levelsOf(waiting)));
      }
      this.order = new Lanes(cursors, view);
      this.promises = view.horizon().wanted() ? new Promises(view, rooms) : null;
    }

    Plan run() {
      for (Cursor cursor = order.poll(); cursor != null; cursor = order.poll()) {
        int wanted = wanted(cursor);
        int placed = place(cursor, wanted);
        order.charge(cursor, placed);
        placed += queueUpTo(cursor, wanted - placed);
        cursor.consume(placed);
        boolean full = cursor.cutShort || room() <= 0;
        boolean goesOn = placed == wanted ? !full : !full && looksPast(cursor);
        if (goesOn && cursor.open() > 0) {
          order.add(cursor);
        } else if (cursor.left > 0) {
          passedOver.add(cursor);
          if (isFeasible(cursor)) {
            awaiting.add(cursor.candidates());
          }
        }
      }
      List<Plan.Promise> promised = promises == null ? List.of() : promises.list();
      return new Plan(view.position(), placements, choices, blocked(), promised);
    }

    /** Whether the next job of the class may start although its head does not. */
    private boolean looksPast(Cursor cursor) {
      return promises != null && promises.goesOn(cursor);
    }

    /** A gang is never cut; a plan may get longer by the first one. */
    private int wanted(Cursor cursor) {
      int wanted = order.stride(cursor);
      int gang = cursor.waiting.key().gang();
      if (gang == 1) {
        return Math.min(wanted, Math.max(0, room()));
      }
      int gangs = placements.isEmpty() ? Math.max(1, room() / gang) : Math.max(0, room()) / gang;
      cursor.cutShort = gangs == 0;
      return Math.min(wanted, gangs * gang);
    }

    private int room() {
      return placementsMax - placements.size();
    }

    private boolean isFeasible(Cursor cursor) {
      int gang = cursor.waiting.key().gang();
      return cursor.candidates().isFeasible()
          && (gang == 1
              || rooms.size() == 0
              || Gang.couldEver(cursor.waiting.key().request(), gang, rooms.shapes()));
    }

    private int place(Cursor cursor, int wanted) {
      int gang = cursor.waiting.key().gang();
      int placed = 0;
      if (gang > 1) {
        while (placed + gang <= wanted && placeGang(cursor)) {
          placed += gang;
        }
        return placed;
      }
      beginLooking(cursor);
      for (Candidates level : cursor.levels.nearestFirst()) {
        placed += placeUpTo(cursor, level, wanted - placed);
      }
      return placed;
    }

    /** As near together as can be; what was taken for one that finds no room is given back. */
    private boolean placeGang(Cursor cursor) {
      int gang = cursor.waiting.key().gang();
      beginLooking(cursor);
      for (Candidates level : cursor.levels.nearestFirst()) {
        if (!level.isWhole() && !level.haveRoomFor(gang)) {
          continue;
        }
        int before = placements.size();
        int placed = level.isWhole() ? placeOnOne(cursor, level) : placeUpTo(cursor, level, gang);
        if (placed == gang) {
          return true;
        }
        undo(cursor, before);
      }
      return false;
    }

    private boolean fitsNow(Cursor cursor) {
      int gang = cursor.waiting.key().gang();
      boolean free = gang == 1 && promises == null;
      if (free || cursor.candidates().best() == null) {
        return cursor.candidates().best() != null;
      }
      int before = placements.size();
      boolean fits = place(cursor, gang) == gang;
      undo(cursor, before);
      return fits;
    }

    private void undo(Cursor cursor, int keep) {
      ClassKey task = cursor.waiting.key();
      while (placements.size() > keep) {
        Placement last = placements.removeLast();
        if (tellsChoices) {
          choices.removeLast();
        }
        Room room = rooms.find(last.worker());
        if (room != null) {
          Allocation allocation = new Allocation(task.request().resources(), last.devices());
          rooms.giveBack(room, allocation);
          policy.withdrawn(task, room);
          if (promises != null) {
            promises.withdrawn(room, allocation, cursor.spanMillis());
          }
        }
      }
    }

    /** What {@link Load#lastPlaced} will say of the next placement once it is committed. */
    private long nextNumber() {
      return view.position() + placements.size() + 1;
    }

    private int placeUpTo(Cursor cursor, Candidates candidates, int wanted) {
      int placed = 0;
      while (placed < wanted) {
        Room best = wantedBest(cursor, candidates);
        if (best == null) {
          break;
        }
        List<DeviceShare> devices = policy.devices(candidates.task(), best);
        if (devices == null) {
          throw new IllegalStateException(
              candidates.task()
                  + " does not fit on its candidate "
                  + best.seen
                  + " with "
                  + best.free);
        }
        if (promises != null) {
          Request request = candidates.task().request();
          devices = promises.devicesOn(best, cursor, request, devices);
          if (devices == null) {
            cursor.heldFor = promises.keptFor(best, cursor, request, 1);
            candidates.setAside();
            continue;
          }
        }
        take(best, cursor, devices, choice(best, candidates));
        placed++;
      }
      candidates.takeBackAside();
      return placed;
    }

    /** All members of one gang on one worker, or none. */
    private int placeOnOne(Cursor cursor, Candidates candidates) {
      ClassKey task = candidates.task();
      List<List<DeviceShare>> places = null;
      Room room = null;
      while (places == null) {
        room = wantedBest(cursor, candidates);
        if (room == null) {
          break;
        }
        Free free = promises == null ? room.free : promises.freeOn(room, cursor);
        places = Gang.together(task.request(), task.gang(), room.spec(), free);
        if (places == null) {
          cursor.heldFor =
              promises == null ? null : promises.keptFor(room, cursor, task.request(), task.gang());
          candidates.setAside();
        }
      }
      if (room != null && places != null) {
        Choice choice = choice(room, candidates);
        for (List<DeviceShare> devices : places) {
          take(room, cursor, devices, choice);
        }
      }
      candidates.takeBackAside();
      return places == null ? 0 : places.size();
    }

    private void beginLooking(Cursor cursor) {
      cursor.heldFor = null;
      if (promises != null) {
        promises.turn(cursor);
      }
    }

    private @Nullable Room wantedBest(Cursor cursor, Candidates candidates) {
      Room best = candidates.best();
      if (best == null || policy.accepts(candidates.task(), best)) {
        return best;
      }
      cursor.declined = best;
      return null;
    }

    private void take(
        Room room, Cursor cursor, List<DeviceShare> devices, @Nullable Choice choice) {
      Request request = cursor.waiting.key().request();
      if (choice != null) {
        choices.add(choice);
      }
      Allocation allocation = new Allocation(request.resources(), devices);
      rooms.take(room, allocation, request.gpu(), nextNumber());
      policy.placed(cursor.waiting.key(), room);
      JobId job = null;
      if (promises != null) {
        promises.placed(room, allocation, cursor.spanMillis());
        job = cursor.headJob();
      }
      placements.add(new Placement(cursor.waiting.id(), room.seen.id(), devices, null, job));
    }

    private @Nullable Choice choice(Room best, Candidates candidates) {
      if (!tellsChoices) {
        return null;
      }
      ClassKey task = candidates.task();
      long score = candidates.bestScore();
      Values values = valuesOf(task, best);
      int next = candidates.next();
      if (next < 0) {
        return Choice.only(best.worker(), score, values, terms);
      }
      Room other = candidates.roomAt(next);
      return new Choice(
          best.worker(),
          score,
          values,
          other.worker(),
          candidates.scoreAt(next),
          valuesOf(task, other),
          terms);
    }

    private Values valuesOf(ClassKey task, Room room) {
      return terms.isEmpty() ? Values.NONE : Values.of(policy, task, room, view.lore());
    }

    /**
     * Fills local queues evenly, the shortest first; not on workers that a class before this one
     * waits for, whose turn would never come.
     */
    private int queueUpTo(Cursor cursor, int wanted) {
      int queued = 0;
      // Who waits in a local queue would hold what another is promised.
      int most = promises == null ? Math.min(wanted, cursor.queueable) : 0;
      while (queued < most) {
        Tail tail = cursor.nextTail();
        if (tail == null) {
          break;
        }
        Room room = rooms.find(tail.worker());
        if (room != null && !isAwaited(room.shape)) {
          rooms.join(room, nextNumber());
          placements.add(
              new Placement(cursor.waiting.id(), tail.worker(), List.of(), tail.attempt()));
          if (tellsChoices) {
            choices.add(Choice.only(tail.worker(), 0, Values.NONE, List.of()));
          }
          queued++;
        }
      }
      return queued;
    }

    private boolean isAwaited(Shape shape) {
      if (shape.awaitedCycle != cycles) {
        shape.awaitedCycle = cycles;
        shape.awaitedChecked = 0;
        shape.awaited = false;
      }
      while (!shape.awaited && shape.awaitedChecked < awaiting.size()) {
        shape.awaited = awaiting.get(shape.awaitedChecked++).couldEver(shape);
      }
      return shape.awaited;
    }

    private List<Blocked> blocked() {
      List<WorkerState> after = passedOver.isEmpty() ? List.of() : rooms.present(view.workers());
      List<Blocked> blocked = new ArrayList<>(passedOver.size());
      for (Cursor cursor : passedOver) {
        boolean full = (room() <= 0 || cursor.cutShort) && cursor.declined == null;
        boolean cutShort = full && fitsNow(cursor);
        boolean feasible = isFeasible(cursor);
        blocked.add(new Blocked(cursor, blocked.size(), feasible, cutShort, after));
      }
      return blocked;
    }
  }
}
