package io.github.packtrain.worker.guard;

import io.github.packtrain.worker.process.ProcessEntry;
import io.github.packtrain.worker.process.ProcessTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells which processes belong to an attempt, wherever they have got to.
 *
 * <p>A process is a member when its session or group is the attempt's, when its environment carries
 * the attempt's marker, or when its parent is a member. That catches the usual daemon (double fork
 * and {@code setsid}), since the environment is inherited. What has also emptied its environment
 * has become a child of the guard, as the subreaper, and cannot have come from anywhere but an
 * attempt that was running when it started: it is a member of the last such attempt to end.
 *
 * <p>An adopted attempt's orphans went to {@code init}; with an emptied environment and a session
 * of their own they are out of reach, and only they are.
 */
final class ProcessTrees {
  static final String MARKER = "PACKTRAIN_ATTEMPT_DIR";

  private static final int LOOKS_MAX = 8;

  private final int ownPid;
  private final boolean subreaper;
  private final OrphanList orphanList;
  private final Map<Integer, String> markers = new HashMap<>();

  ProcessTrees(int ownPid, boolean subreaper) {
    this.ownPid = ownPid;
    this.subreaper = subreaper;
    this.orphanList = OrphanList.of(ownPid);
  }

  /** What a running attempt is known by. */
  record Root(AttemptRecord attempt, boolean adopted) {}

  /**
   * Whether no orphan is left below the guard that is not known to be of {@code running}. Cheap,
   * and enough to know that an attempt that just ended left nobody behind: any survivor would be a
   * child of ours by now.
   *
   * <p>An orphan that has ended by the time it is looked at may have left a child that came to us
   * after the list was read. So the list is read again until no one is in it who was not before;
   * with a chain that outruns us the answer is no.
   */
  boolean isBare(Supplier<? extends Collection<Root>> running) {
    if (!subreaper) {
      return false;
    }
    Set<Integer> known = Set.of();
    for (int look = 0; look < LOOKS_MAX; look++) {
      Optional<Set<Integer>> orphans = orphanList.read();
      if (orphans.isEmpty()) {
        return false;
      }
      if (known.containsAll(orphans.get())) {
        return true;
      }
      Collection<Root> all = running.get();
      if (!orphans.get().stream().allMatch(orphan -> isExplained(orphan, all))) {
        return false;
      }
      known = orphans.get();
    }
    return false;
  }

  /** Whether the orphan's marker is that of an attempt that still runs; remembered once found. */
  private boolean isExplained(int orphan, Collection<Root> running) {
    String marker =
        markers.computeIfAbsent(
            orphan, pid -> ProcessTable.findEnvironment(pid, MARKER).orElse(""));
    if (marker.isEmpty()) {
      markers.remove(orphan);
      // One that is only waiting to be reaped is nobody's any more.
      return ProcessTable.find(orphan).filter(ProcessEntry::isAlive).isEmpty();
    }
    return running.stream().anyMatch(r -> marker(r.attempt()).equals(marker));
  }

  /** An orphan is reaped, and its pid may be another's next. */
  void forgetOrphan(int pid) {
    markers.remove(pid);
  }

  /**
   * The living processes of an attempt but for its main process.
   *
   * @param running all attempts that are not over, {@code root} included
   */
  List<ProcessEntry> members(Root root, Collection<Root> running) {
    return new Search(root, running, ProcessTable.read()).run();
  }

  /**
   * The members among the orphans that have come to the guard: found in a small part of the time
   * that a walk through all processes takes. None where the kernel does not list them.
   */
  List<ProcessEntry> orphans(Root root, Collection<Root> running) {
    if (!subreaper) {
      return List.of();
    }
    List<ProcessEntry> table = new ArrayList<>();
    orphanList
        .read()
        .ifPresent(pids -> pids.forEach(pid -> ProcessTable.find(pid).ifPresent(table::add)));
    return table.isEmpty() ? List.of() : new Search(root, running, table).run();
  }

  /** A process that carries the marker of an attempt whose pid nobody wrote down. */
  Optional<ProcessEntry> findByMarker(AttemptRecord attempt) {
    String marker = marker(attempt);
    return ProcessTable.read().stream()
        .filter(
            e -> e.isAlive() && e.pid() == e.session() && e.startTicks() >= attempt.startTicks())
        .filter(e -> ProcessTable.findEnvironment(e.pid(), MARKER).equals(Optional.of(marker)))
        .findFirst();
  }

  static String marker(AttemptRecord attempt) {
    return attempt.directory().toString();
  }

  /** One look at the table of processes. */
  private final class Search {
    private final Root root;
    private final Collection<Root> running;
    private final Map<Integer, ProcessEntry> byPid = new HashMap<>();
    private final Map<Integer, List<ProcessEntry>> children = new HashMap<>();
    private final Set<Integer> members = new HashSet<>();
    private final Set<Integer> mains = new HashSet<>();

    Search(Root root, Collection<Root> running, List<ProcessEntry> table) {
      this.root = root;
      this.running = running;
      for (ProcessEntry entry : table) {
        byPid.put(entry.pid(), entry);
        children.computeIfAbsent(entry.parent(), parent -> new ArrayList<>()).add(entry);
      }
      running.forEach(other -> mains.add(other.attempt().pid()));
    }

    List<ProcessEntry> run() {
      if (isOurs(byPid.get(pid()))) {
        addTree(pid());
      }
      for (ProcessEntry entry : candidates()) {
        if (!members.contains(entry.pid()) && !mains.contains(entry.pid()) && isMember(entry)) {
          addTree(entry.pid());
        }
      }
      members.remove(pid());
      return members.stream()
          .map(byPid::get)
          .filter(entry -> entry != null && entry.isAlive())
          .toList();
    }

    private int pid() {
      return root.attempt().pid();
    }

    /** Whether this is our main process, and not a later one that got its number. */
    private boolean isOurs(@Nullable ProcessEntry main) {
      return main != null && root.attempt().isMain(main);
    }

    /** Where members can be: below us when we inherit all orphans, anywhere otherwise. */
    private Collection<ProcessEntry> candidates() {
      if (!subreaper || root.adopted()) {
        Set<Integer> above = ancestors(ownPid);
        return byPid.values().stream().filter(entry -> !above.contains(entry.pid())).toList();
      }
      Set<Integer> below = new HashSet<>();
      addTree(ownPid, below);
      below.remove(ownPid);
      return below.stream().map(byPid::get).toList();
    }

    private boolean isMember(ProcessEntry entry) {
      if (!entry.isAlive() || entry.startTicks() < root.attempt().startTicks()) {
        return false;
      }
      boolean sameSession = entry.session() == pid() || entry.group() == pid();
      ProcessEntry main = byPid.get(pid());
      if (sameSession && (main == null || isOurs(main))) {
        return true;
      }
      Optional<String> marker = ProcessTable.findEnvironment(entry.pid(), MARKER);
      if (marker.isPresent() && ownerOf(marker.get()).isPresent()) {
        return marker.get().equals(marker(root.attempt()));
      }
      return subreaper && entry.parent() == ownPid && onlyWeCanOwn(entry);
    }

    private Optional<Root> ownerOf(String marker) {
      return running.stream().filter(r -> marker(r.attempt()).equals(marker)).findFirst();
    }

    private boolean onlyWeCanOwn(ProcessEntry stray) {
      boolean inSessionOfAnother =
          running.stream().anyMatch(r -> r.attempt().pid() == stray.session() && !r.equals(root));
      return !root.adopted()
          && !inSessionOfAnother
          && running.stream()
              .filter(r -> !r.adopted() && r.attempt().startTicks() <= stray.startTicks())
              .allMatch(r -> r.attempt().equals(root.attempt()));
    }

    private void addTree(int top) {
      addTree(top, members);
    }

    private void addTree(int top, Set<Integer> into) {
      Deque<Integer> open = new ArrayDeque<>(List.of(top));
      while (!open.isEmpty()) {
        int next = open.pop();
        if (into.add(next)) {
          children.getOrDefault(next, List.of()).forEach(child -> open.push(child.pid()));
        }
      }
    }

    private Set<Integer> ancestors(int pid) {
      Set<Integer> above = new HashSet<>();
      ProcessEntry entry = byPid.get(pid);
      while (entry != null && above.add(entry.pid())) {
        entry = byPid.get(entry.parent());
      }
      return above;
    }
  }
}
