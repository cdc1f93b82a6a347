package io.github.packtrain.worker.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The functions of the C library that we call, for 64-bit Linux (glibc 2.29 or later, musl 1.1.24
 * or later). Sizes and constants are those of its application binary interface, which is the same
 * on x86-64 and AArch64.
 *
 * <p>Errors come back as negative {@code errno} values, as the kernel itself gives them.
 */
final class LibC {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EINTR = 4;
  static final int E2BIG = 7;
  static final int ENOEXEC = 8;
  static final int ECHILD = 10;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int ELOOP = 40;

  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0x40;
  static final int O_APPEND = 0x400;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  static final short POSIX_SPAWN_SETSIGDEF = 0x04;
  static final short POSIX_SPAWN_SETSIGMASK = 0x08;
  static final short POSIX_SPAWN_SETSID = 0x80;

  /** Room for the opaque structures, with some to spare over what the libraries use today. */
  static final long SPAWN_ATTRIBUTES_BYTES = 512;

  static final long FILE_ACTIONS_BYTES = 256;
  static final long SIGNAL_SET_BYTES = 128;
  static final long SIGNAL_INFO_BYTES = 128;
  static final long SIGNAL_INFO_PID_OFFSET = 16;
  static final long USAGE_BYTES = 256;
  static final long STATX_BYTES = 256;
  static final long STATX_INO_OFFSET = 32;
  static final long STATX_SIZE_OFFSET = 40;
  static final long STATX_CTIME_OFFSET = 96;

  private static final int PRIO_PROCESS = 0;
  private static final int WNOHANG = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x1000000;
  private static final int P_ALL = 0;
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int FALLOC_KEEP_SIZE_AND_PUNCH_HOLE = 3;
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int STATX_CTIME_INO_AND_SIZE = 0x380;

  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Optional<LibC> LINKED = link();

  final MethodHandle posixSpawn;
  final MethodHandle fileActionsInit;
  final MethodHandle fileActionsDestroy;
  final MethodHandle fileActionsAddOpen;
  final MethodHandle fileActionsAddChdir;

  /** Empty before glibc 2.34 and on musl; own descriptors are then marked close-on-exec instead. */
  final Optional<MethodHandle> fileActionsAddCloseFrom;

  final MethodHandle attributesInit;
  final MethodHandle attributesDestroy;
  final MethodHandle attributesSetFlags;
  final MethodHandle attributesSetMask;
  final MethodHandle attributesSetDefault;
  final MethodHandle signalSetEmpty;
  final MethodHandle signalSetFill;
  private final MethodHandle waitId;
  private final MethodHandle wait4;
  private final MethodHandle kill;
  private final MethodHandle prctl;
  private final MethodHandle setPriority;
  private final MethodHandle getPriority;
  private final MethodHandle clockGetTime;
  private final MethodHandle open;
  private final MethodHandle close;
  private final MethodHandle fcntl;
  private final MethodHandle fallocate;

  /** Empty on old libraries. */
  private final Optional<MethodHandle> statx;

  private LibC(Linker linker) {
    SymbolLookup lookup = linker.defaultLookup();
    Linking plain = new Linking(linker, lookup, false);
    Linking withErrno = new Linking(linker, lookup, true);
    posixSpawn =
        plain.handle("posix_spawn", 0, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    fileActionsInit = plain.handle("posix_spawn_file_actions_init", 0, ADDRESS);
    fileActionsDestroy = plain.handle("posix_spawn_file_actions_destroy", 0, ADDRESS);
    fileActionsAddOpen =
        plain.handle(
            "posix_spawn_file_actions_addopen", 0, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    fileActionsAddChdir = plain.handle("posix_spawn_file_actions_addchdir_np", 0, ADDRESS, ADDRESS);
    fileActionsAddCloseFrom =
        lookup
            .find("posix_spawn_file_actions_addclosefrom_np")
            .map(
                symbol ->
                    linker.downcallHandle(
                        symbol, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)));
    attributesInit = plain.handle("posix_spawnattr_init", 0, ADDRESS);
    attributesDestroy = plain.handle("posix_spawnattr_destroy", 0, ADDRESS);
    attributesSetFlags = plain.handle("posix_spawnattr_setflags", 0, ADDRESS, JAVA_SHORT);
    attributesSetMask = plain.handle("posix_spawnattr_setsigmask", 0, ADDRESS, ADDRESS);
    attributesSetDefault = plain.handle("posix_spawnattr_setsigdefault", 0, ADDRESS, ADDRESS);
    signalSetEmpty = plain.handle("sigemptyset", 0, ADDRESS);
    signalSetFill = plain.handle("sigfillset", 0, ADDRESS);
    waitId = withErrno.handle("waitid", 0, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    wait4 = withErrno.handle("wait4", 0, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    kill = withErrno.handle("kill", 0, JAVA_INT, JAVA_INT);
    prctl = withErrno.handle("prctl", 1, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    getPriority = withErrno.handle("getpriority", 0, JAVA_INT, JAVA_INT);
    setPriority = withErrno.handle("setpriority", 0, JAVA_INT, JAVA_INT, JAVA_INT);
    clockGetTime = withErrno.handle("clock_gettime", 0, JAVA_INT, ADDRESS);
    open = withErrno.handle("open", 2, ADDRESS, JAVA_INT, JAVA_INT);
    close = withErrno.handle("close", 0, JAVA_INT);
    fcntl = withErrno.handle("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT);
    statx =
        lookup
            .find("statx")
            .map(
                symbol ->
                    linker.downcallHandle(
                        symbol,
                        FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS)));
    fallocate = withErrno.handle("fallocate", 0, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  }

  /** The library, or empty where this is no 64-bit Linux or native access is denied. */
  static Optional<LibC> find() {
    return LINKED;
  }

  private static Optional<LibC> link() {
    boolean known =
        System.getProperty("os.name", "").equals("Linux")
            && switch (System.getProperty("os.arch", "")) {
              case "amd64", "aarch64" -> true;
              default -> false;
            };
    if (!known) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LibC(Linker.nativeLinker()));
    } catch (IllegalCallerException | UnsupportedOperationException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  /** Calls a function that takes no call state and returns an int. */
  static int call(MethodHandle function, Object... arguments) {
    try {
      return (int) function.invokeWithArguments(arguments);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Waits for any child without reaping it; its pid, or a negative error number. */
  int waitAny(MemorySegment state, MemorySegment signalInfo) {
    try {
      int result = (int) waitId.invokeExact(state, P_ALL, 0, signalInfo, WEXITED | WNOWAIT);
      return result < 0 ? -errno(state) : signalInfo.get(JAVA_INT, SIGNAL_INFO_PID_OFFSET);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Reaps {@code pid} if it has ended: its pid, 0 while it runs, or a negative error number. */
  int reap(MemorySegment state, int pid, MemorySegment status, MemorySegment usage) {
    try {
      int result = (int) wait4.invokeExact(state, pid, status, WNOHANG, usage);
      return result < 0 ? -errno(state) : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  int kill(MemorySegment state, int pid, int signal) {
    try {
      int result = (int) kill.invokeExact(state, pid, signal);
      return result < 0 ? -errno(state) : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** The nice value of the calling thread. */
  int nice(MemorySegment state) {
    try {
      return (int) getPriority.invokeExact(state, PRIO_PROCESS, 0);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Sets the nice value of the calling thread. */
  int nice(MemorySegment state, int value) {
    try {
      int result = (int) setPriority.invokeExact(state, PRIO_PROCESS, 0, value);
      return result < 0 ? -errno(state) : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  int becomeSubreaper(MemorySegment state) {
    try {
      int result = (int) prctl.invokeExact(state, PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L);
      return result < 0 ? -errno(state) : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  int clock(MemorySegment state, int clock, MemorySegment time) {
    try {
      int result = (int) clockGetTime.invokeExact(state, clock, time);
      return result < 0 ? -errno(state) : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  int open(MemorySegment state, MemorySegment path, int flags) {
    try {
      int result = (int) open.invokeExact(state, path, flags, 0);
      return result < 0 ? -errno(state) : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  void close(MemorySegment state, int descriptor) {
    try {
      int unusedSinceNothingWasWritten = (int) close.invokeExact(state, descriptor);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Keeps a descriptor out of every program that is executed from now on. */
  void markCloseOnExec(MemorySegment state, int descriptor) {
    try {
      int unusedSinceItMayBeClosed =
          (int) fcntl.invokeExact(state, descriptor, F_SETFD, FD_CLOEXEC);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  int punchHole(MemorySegment state, int descriptor, long from, long length) {
    try {
      int result =
          (int)
              fallocate.invokeExact(
                  state, descriptor, FALLOC_KEEP_SIZE_AND_PUNCH_HOLE, from, length);
      return result < 0 ? -errno(state) : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /**
   * Inode, length and time of the last change of a file, links not followed.
   *
   * @param found room for {@value #STATX_BYTES} bytes
   * @return false when the file cannot be looked at, or this library has no such call
   */
  boolean look(MemorySegment path, MemorySegment found) {
    if (statx.isEmpty()) {
      return false;
    }
    try {
      int result =
          (int)
              statx
                  .get()
                  .invokeExact(
                      AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_CTIME_INO_AND_SIZE, found);
      return result == 0;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** One of the few flags that differ between the two. */
  static int oNoFollow() {
    return System.getProperty("os.arch", "").equals("aarch64") ? 0x8000 : 0x20000;
  }

  static StructLayout callState() {
    return CALL_STATE;
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  private static IllegalStateException unexpected(Throwable t) {
    return new IllegalStateException("a native call could not be made", t);
  }

  private record Linking(Linker linker, SymbolLookup lookup, boolean capturesErrno) {
    /**
     * A function that returns an int.
     *
     * @param firstVariadic position of the first variadic argument, 0 for none
     */
    MethodHandle handle(String name, int firstVariadic, MemoryLayout... arguments) {
      List<Linker.Option> options = new ArrayList<>();
      if (capturesErrno) {
        options.add(Linker.Option.captureCallState("errno"));
      }
      if (firstVariadic > 0) {
        options.add(Linker.Option.firstVariadicArg(firstVariadic));
      }
      return linker.downcallHandle(
          lookup.find(name).orElseThrow(() -> new NoSuchElementException(name)),
          FunctionDescriptor.of(JAVA_INT, arguments),
          options.toArray(Linker.Option[]::new));
    }
  }
}
