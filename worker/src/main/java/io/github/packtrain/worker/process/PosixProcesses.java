package io.github.packtrain.worker.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Processes by {@code posix_spawn}: no copy of the JVM's page tables, so a spawn costs the same
 * however large the heap is, and a session of its own without a helper program.
 */
final class PosixProcesses implements Processes {
  private static final int NICE_URGENT = -15;
  private static final int PERMISSIONS = 0_644;
  private static final int ANY = -1;

  /** Most environments are shorter. */
  private static final int TEXT_BYTES = 2_048;

  private final LibC c;
  private final Object spawning = new Object();
  private final KnownPrograms programs = new KnownPrograms();

  /** The same for every process, and only read. */
  private final MemorySegment attributes;

  /** Of whoever made this, and so of everything that is started. */
  private final int usualNice;

  private long spawned;

  PosixProcesses(LibC c) {
    this.c = c;
    this.attributes = attributes(c, Arena.global());
    try (Arena arena = Arena.ofConfined()) {
      this.usualNice = c.nice(arena.allocate(LibC.callState()));
    }
  }

  @Override
  public String mechanism() {
    return "posix_spawn";
  }

  @Override
  public boolean adoptOrphans() {
    try (Arena arena = Arena.ofConfined()) {
      return c.becomeSubreaper(arena.allocate(LibC.callState())) == 0;
    }
  }

  @Override
  public int spawn(SpawnRequest request) throws SpawnException {
    Optional<Path> known = programs.find(request);
    Path program = known.isPresent() ? known.get() : looked(request);
    int result = trySpawn(request, program);
    if (result < 0 && known.isPresent()) {
      // Only a look at everything can tell why, or find the program where it is now.
      program = looked(request);
      result = trySpawn(request, program);
    }
    if (result < 0) {
      programs.forget();
      throw CommandLookup.explain(request, program, -result);
    }
    synchronized (spawning) {
      spawned++;
      spawning.notifyAll();
    }
    return result;
  }

  private Path looked(SpawnRequest request) throws SpawnException {
    programs.forget();
    Path program = CommandLookup.find(request);
    programs.remember(request, program);
    return program;
  }

  /** The pid, or a negative error number. */
  private int trySpawn(SpawnRequest request, Path program) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = fileActions(arena, request);
      MemorySegment pid = arena.allocate(JAVA_INT);
      try {
        int error =
            (int)
                c.posixSpawn.invokeExact(
                    pid,
                    arena.allocateFrom(request.executable(program).toString()),
                    actions,
                    attributes,
                    strings(arena, request.words(program)),
                    strings(arena, environment(request.environment())));
        return error == 0 ? pid.get(JAVA_INT, 0) : -error;
      } finally {
        int unusedSinceItCannotFail = (int) c.fileActionsDestroy.invokeExact(actions);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("posix_spawn could not be called", t);
    }
  }

  private MemorySegment fileActions(Arena arena, SpawnRequest request) throws Throwable {
    MemorySegment actions = arena.allocate(LibC.FILE_ACTIONS_BYTES, 16);
    require((int) c.fileActionsInit.invokeExact(actions));
    int write = LibC.O_WRONLY | LibC.O_CREAT | LibC.O_APPEND;
    addOpen(arena, actions, 0, "/dev/null", LibC.O_RDONLY);
    addOpen(arena, actions, 1, request.stdout().toAbsolutePath().toString(), write);
    addOpen(arena, actions, 2, request.stderr().toAbsolutePath().toString(), write);
    MemorySegment workdir = arena.allocateFrom(request.workdir().toAbsolutePath().toString());
    require((int) c.fileActionsAddChdir.invokeExact(actions, workdir));
    if (c.fileActionsAddCloseFrom.isPresent()) {
      require((int) c.fileActionsAddCloseFrom.get().invokeExact(actions, 3));
    } else {
      markOwnDescriptors(arena);
    }
    return actions;
  }

  private void addOpen(Arena arena, MemorySegment actions, int descriptor, String path, int flags)
      throws Throwable {
    require(
        (int)
            c.fileActionsAddOpen.invokeExact(
                actions, descriptor, arena.allocateFrom(path), flags, PERMISSIONS));
  }

  /** The JDK opens its sockets without close-on-exec, and a task must not inherit the guard's. */
  private void markOwnDescriptors(Arena arena) {
    MemorySegment state = arena.allocate(LibC.callState());
    String[] names = new File("/proc/self/fd").list();
    for (String name : names == null ? new String[0] : names) {
      int descriptor = Integer.parseInt(name);
      if (descriptor > 2) {
        c.markCloseOnExec(state, descriptor);
      }
    }
  }

  private static MemorySegment attributes(LibC c, Arena arena) {
    MemorySegment attributes = arena.allocate(LibC.SPAWN_ATTRIBUTES_BYTES, 16);
    MemorySegment none = arena.allocate(LibC.SIGNAL_SET_BYTES, 16);
    MemorySegment all = arena.allocate(LibC.SIGNAL_SET_BYTES, 16);
    short flags =
        LibC.POSIX_SPAWN_SETSID | LibC.POSIX_SPAWN_SETSIGDEF | LibC.POSIX_SPAWN_SETSIGMASK;
    require(LibC.call(c.signalSetEmpty, none));
    require(LibC.call(c.signalSetFill, all));
    require(LibC.call(c.attributesInit, attributes));
    require(LibC.call(c.attributesSetFlags, attributes, flags));
    require(LibC.call(c.attributesSetMask, attributes, none));
    require(LibC.call(c.attributesSetDefault, attributes, all));
    return attributes;
  }

  private static void require(int error) {
    if (error != 0) {
      throw new IllegalStateException("preparing a spawn failed with error " + error);
    }
  }

  private static List<String> environment(Map<String, String> environment) {
    List<String> entries = new ArrayList<>(environment.size());
    environment.forEach((name, value) -> entries.add(name + "=" + value));
    return entries;
  }

  /** A null-terminated array of strings, which lie one after the other in one piece of memory. */
  private static MemorySegment strings(Arena arena, List<String> strings) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(TEXT_BYTES);
    long[] starts = new long[strings.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = text.size();
      text.writeBytes(strings.get(i).getBytes(StandardCharsets.UTF_8));
      text.write(0);
    }
    MemorySegment memory = arena.allocateFrom(JAVA_BYTE, text.toByteArray());
    MemorySegment array = arena.allocate(ADDRESS, starts.length + 1L);
    for (int i = 0; i < starts.length; i++) {
      array.setAtIndex(JAVA_LONG, i, memory.address() + starts[i]);
    }
    return array;
  }

  @Override
  public int awaitExited() throws InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(LibC.callState());
      MemorySegment signalInfo = arena.allocate(LibC.SIGNAL_INFO_BYTES, 16);
      while (true) {
        long before = spawned();
        int pid = c.waitAny(state, signalInfo);
        if (pid > 0) {
          return pid;
        }
        if (pid == -LibC.ECHILD) {
          awaitSpawnAfter(before);
        } else if (pid != -LibC.EINTR) {
          throw new IllegalStateException("waitid failed with error " + -pid);
        }
      }
    }
  }

  private long spawned() {
    synchronized (spawning) {
      return spawned;
    }
  }

  private void awaitSpawnAfter(long before) throws InterruptedException {
    synchronized (spawning) {
      while (spawned == before) {
        spawning.wait();
      }
    }
  }

  @Override
  public Optional<ChildExit> reapAny() {
    return reap(ANY);
  }

  @Override
  public Optional<ChildExit> reap(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(LibC.callState());
      MemorySegment status = arena.allocate(JAVA_INT);
      MemorySegment usage = arena.allocate(LibC.USAGE_BYTES, 16);
      int reaped = c.reap(state, pid, status, usage);
      if (reaped <= 0) {
        return Optional.empty();
      }
      long cpuMillis = timeMillis(usage, 0) + timeMillis(usage, 16);
      long maxResidentBytes = usage.get(JAVA_LONG, 32) * 1024;
      return Optional.of(
          new ChildExit(
              reaped,
              ExitStatus.ofWaitStatus(status.get(JAVA_INT, 0)),
              cpuMillis,
              maxResidentBytes));
    }
  }

  private static long timeMillis(MemorySegment usage, long offset) {
    return usage.get(JAVA_LONG, offset) * 1000 + usage.get(JAVA_LONG, offset + 8) / 1000;
  }

  @Override
  public boolean signal(int pid, int signal) {
    return pid > 1 && send(pid, signal);
  }

  @Override
  public boolean signalGroup(int group, int signal) {
    return group > 1 && send(-group, signal);
  }

  @Override
  public boolean setUrgent(boolean urgent) {
    try (Arena arena = Arena.ofConfined()) {
      return c.nice(arena.allocate(LibC.callState()), urgent ? NICE_URGENT : usualNice) == 0;
    }
  }

  private boolean send(int target, int signal) {
    try (Arena arena = Arena.ofConfined()) {
      return c.kill(arena.allocate(LibC.callState()), target, signal) == 0;
    }
  }
}
