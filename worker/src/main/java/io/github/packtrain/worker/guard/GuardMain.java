package io.github.packtrain.worker.guard;

import io.github.packtrain.model.Outcome;
import io.github.packtrain.worker.process.Processes;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The guard's process. {@link Guard} starts it; nobody else needs to.
 *
 * <p>Arguments: the worker's directory, the lease in milliseconds, after how many idle milliseconds
 * it ends itself, and the account of tasks or nothing. Exit code 0 when it was told to end or
 * nobody needed it, {@value #EXIT_OTHER_GUARD} when the directory has a guard already.
 */
public final class GuardMain {
  static final int EXIT_OTHER_GUARD = 3;

  private GuardMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    GuardOptions options =
        new GuardOptions(
            Path.of(arguments[0]),
            Long.parseLong(arguments[1]),
            Long.parseLong(arguments[2]),
            arguments[3]);
    GuardFiles files = GuardFiles.of(options);
    try (FileChannel lockFile =
            FileChannel.open(files.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lockFile.tryLock()) {
      if (lock == null) {
        System.exit(EXIT_OTHER_GUARD);
      }
      lockFile.truncate(0);
      lockFile.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      serve(options, files);
    }
    // Threads that wait for children that will never come must not keep us.
    Runtime.getRuntime().halt(0);
  }

  private static void serve(GuardOptions options, GuardFiles files)
      throws IOException, InterruptedException {
    Processes processes = Processes.ofThisMachine();
    GuardJournal journal = GuardJournal.open(files.journal());
    TaskAccount account = TaskAccount.of(options.taskUser());
    AttemptGroups groups = AttemptGroups.open(Path.of("/"), options.directory());
    Set<Long> slotsInUse =
        journal.open().values().stream().map(AttemptRecord::slot).collect(Collectors.toSet());
    int ownPid = Math.toIntExact(ProcessHandle.current().pid());
    String bootId = bootId();
    // A guard's start gives nobody a right: what an earlier one was told holds, or nothing does.
    LeaseWatch lease = new LeaseWatch(processes, journal.leaseUntilBootMillis(bootId));
    lease.open();
    GuardLoop loop =
        new GuardLoop(
            options,
            new Attempts.Tools(
                processes,
                journal,
                Slots.open(options.directory(), account, slotsInUse),
                new ProcessTrees(ownPid, processes.adoptOrphans()),
                account,
                groups,
                lease,
                bootId));
    endAttemptsWhenTerminated(loop);
    Thread.ofPlatform().daemon().name("reaper").start(() -> reapForever(processes, loop));
    // Bound only now, so that whoever gets through sees everything that was taken over.
    Files.deleteIfExists(files.socket());
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(files.socket()));
      GuardFiles.closeToOthers(files.socket());
      Thread.ofPlatform().daemon().name("accept").start(() -> accept(server, loop));
      GuardLog.say("serves " + options.directory() + ", starts by " + processes.mechanism());
      loop.run();
      groups.close();
    } finally {
      Files.deleteIfExists(files.socket());
    }
    GuardLog.say("ends");
  }

  /** The kernel's id of this boot: pids and start times mean something only within one. */
  private static String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /**
   * Asked politely to end (TERM, as when a service is stopped), the guard leaves nothing running
   * that nobody would watch.
   */
  private static void endAttemptsWhenTerminated(GuardLoop loop) {
    Thread loopThread = Thread.currentThread();
    Thread hook =
        new Thread(
            () -> {
              try {
                // The worker takes a reason for the name of an outcome.
                loop.shutdown(Outcome.EVICTED.name());
                loopThread.join();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void reapForever(Processes processes, GuardLoop loop) {
    processes.setUrgent(true);
    try {
      while (true) {
        processes.awaitExited();
        loop.childrenEnded();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void accept(ServerSocketChannel server, GuardLoop loop) {
    try {
      for (int i = 1; true; i++) {
        SocketChannel channel = server.accept();
        new Link(channel, "worker-" + i, loop).open();
      }
    } catch (ClosedChannelException e) {
      // The guard ends.
    } catch (IOException e) {
      GuardLog.say("cannot accept workers any more: " + e);
    }
  }
}
