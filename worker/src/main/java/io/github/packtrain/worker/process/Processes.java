package io.github.packtrain.worker.process;

import java.util.Optional;

/**
 * Starts and ends child processes of this JVM.
 *
 * <p>{@link #awaitExited} leaves the ended child unreaped, so its pid belongs to nobody else until
 * {@link #reap} is called: whoever signals a pid between the two hits the right process or none.
 * All methods may be called from any thread; {@code awaitExited} from one at a time.
 */
public interface Processes {
  /** The best that this machine and this JVM's permissions allow; the same at each call. */
  static Processes ofThisMachine() {
    return Chosen.PROCESSES;
  }

  /** {@code posix_spawn} or {@code ProcessBuilder}; for logs and a worker's limitations. */
  String mechanism();

  /**
   * Whether orphaned descendants come to this process instead of {@code init} from now on, so that
   * none of them can slip away. False where the system has no such thing.
   */
  boolean adoptOrphans();

  /**
   * Starts a process.
   *
   * @return its pid, which is also its session's and process group's id
   */
  int spawn(SpawnRequest request) throws SpawnException;

  /**
   * Waits until some child has ended, an adopted one included, and returns its pid without reaping
   * it. Returns the same pid again until it is reaped.
   */
  int awaitExited() throws InterruptedException;

  /** Takes the exit of any child of ours that has ended. Never waits. */
  Optional<ChildExit> reapAny();

  /** Takes the exit of {@code pid} if it is a child of ours that has ended. Never waits. */
  Optional<ChildExit> reap(int pid);

  /** Sends to one process; false when there is none or it is not ours to signal. */
  boolean signal(int pid, int signal);

  /** Sends to each process of a group; false when there is none. */
  boolean signalGroup(int group, int signal);

  /**
   * Lets the calling thread run before others of this machine, or no longer; false where that is
   * not permitted. What it starts while it is urgent would be urgent too.
   */
  boolean setUrgent(boolean urgent);
}
