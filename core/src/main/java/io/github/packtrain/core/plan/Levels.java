package io.github.packtrain.core.plan;

import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Topology.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where a class looks for room: first as near together as it prefers, then one level wider, down to
 * what it requires. Each level keeps its own {@link Candidates} from cycle to cycle.
 *
 * <p><b>Example:</b> a gang that prefers a host and requires a rack: the workers that hold it
 * whole; then rack after rack, the one first whose best worker the policy likes most.
 *
 * <p><b>Cost:</b> a class that says nothing of nearness has one level. Each further level looks at
 * the workers that changed once more, with racks once for each rack.
 */
final class Levels {
  private final ClassKey task;
  private final PlacementPolicy policy;
  private final Rooms rooms;

  /** On the level that is required; for a rack, all its members anywhere. */
  final Candidates widest;

  /** On one worker each, the nearest first. */
  private final List<Candidates> near = new ArrayList<>(0);

  private final boolean inRacks;
  private final TreeMap<String, Candidates> racks = new TreeMap<>();
  private long racksAsOf = -1;

  /** Number of the last cycle that asked. */
  long usedInCycle;

  Levels(ClassKey task, PlacementPolicy policy, Rooms rooms) {
    this.task = task;
    this.policy = policy;
    this.rooms = rooms;
    this.widest = new Candidates(task, policy, rooms);
    Topology topology = task.request().topology();
    boolean gang = task.gang() > 1;
    boolean devices = !task.request().gpu().isNone();
    if (topology.prefer() == Level.ISLAND && devices) {
      addNear(Level.ISLAND);
    }
    if (gang && topology.prefer() != Level.ANYWHERE) {
      addNear(Level.HOST);
    }
    this.inRacks =
        gang && Level.RACK.isWithin(topology.require()) && topology.prefer() != Level.ANYWHERE;
  }

  /** What is required anyway has its candidates already. */
  private void addNear(Level level) {
    Topology topology = task.request().topology();
    if (!topology.require().isWithin(level)) {
      near.add(new Candidates(task.requiring(level), policy, rooms));
    }
  }

  ClassKey task() {
    return task;
  }

  /** Entries of all heaps. */
  long size() {
    long size = widest.size();
    for (Candidates each : near) {
      size += each.size();
    }
    for (Candidates rack : racks.values()) {
      size += rack.size();
    }
    return size;
  }

  /** Those to be tried one after the other, each by itself. */
  List<Candidates> nearestFirst() {
    if (near.isEmpty() && !inRacks) {
      return List.of(widest);
    }
    Topology topology = task.request().topology();
    List<Candidates> order = new ArrayList<>();
    // A host is within its rack: who asks for a rack only gets a single worker at last.
    boolean rackFirst = topology.prefer() == Level.RACK;
    if (!rackFirst) {
      order.addAll(near);
    }
    if (inRacks) {
      order.addAll(byScore());
    }
    if (rackFirst) {
      order.addAll(near);
    }
    if (topology.require() != Level.RACK || task.gang() == 1) {
      order.add(widest);
    }
    return order;
  }

  private List<Candidates> byScore() {
    if (racksAsOf != rooms.shapeChanges()) {
      racksAsOf = rooms.shapeChanges();
      TreeSet<String> names = new TreeSet<>();
      for (Shape shape : rooms.shapes()) {
        if (shape.rooms > 0 && !shape.rack.isEmpty()) {
          names.add(shape.rack);
        }
      }
      racks.keySet().retainAll(names);
      names.forEach(name -> racks.computeIfAbsent(name, widest::inRack));
    }
    List<Candidates> some = new ArrayList<>();
    for (Candidates rack : racks.values()) {
      if (rack.best() != null) {
        some.add(rack);
      }
    }
    some.sort(Comparator.comparingLong(Candidates::bestScore));
    return some;
  }
}
