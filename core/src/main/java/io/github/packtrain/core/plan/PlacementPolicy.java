package io.github.packtrain.core.plan;

import io.github.packtrain.model.DeviceShare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the workers that fit is taken, and which of a worker's devices. Small on purpose, so
 * that a user's own can be put in.
 *
 * <p><b>The contract.</b> Whether a task fits is decided before a policy is asked, and again after.
 * A score depends on the task's class, on the one {@link Room}, and on what {@link #begin} was
 * told; it is kept until the room changes or {@link #epoch} does. Two policies made alike answer
 * alike: no clock, no randomness, nothing remembered from earlier cycles that changes an answer.
 * Equal scores go to the smaller worker id.
 *
 * <p>An object of a policy belongs to one planner and one thread.
 */
public interface PlacementPolicy {
  /**
   * Whether the task may go there at all; asked only for rooms that it fits. The answer is kept as
   * a score is.
   */
  default boolean allows(ClassKey task, Room room) {
    return true;
  }

  /** Smaller is better. Asked only for rooms that the task fits, and that are allowed. */
  long score(ClassKey task, Room room);

  /**
   * The devices that the task would get there, in order of position; empty when it asks for none,
   * null when it does not fit.
   */
  default @Nullable List<DeviceShare> devices(ClassKey task, Room room) {
    return Fit.devicesFor(task.request(), room.spec(), room.free(), Fit.DeviceOrder.TIGHTEST);
  }

  /**
   * Whether the task takes this room, the best that is free for it, or would rather wait for a
   * busier one. May depend on anything that the view of this cycle says; nobody keeps the answer.
   * Whoever says no must be sure that another worker will be free for it.
   */
  default boolean accepts(ClassKey task, Room room) {
    return true;
  }

  /** What its score is the weighted sum of; empty when it is no such sum. */
  default List<Plan.Term> terms() {
    return List.of();
  }

  /**
   * The values of the {@link #terms}, more is better, as {@link #score} would take them with this
   * lore. Reads nothing that changes, and may be asked from any thread, long after.
   */
  default Plan.Values values(ClassKey task, Room room, Lore lore) {
    return Plan.Values.NONE;
  }

  /** A cycle begins with this view. */
  default void begin(PlanView view) {}

  /** A task was placed in this cycle. */
  default void placed(ClassKey task, Room room) {}

  /** What was placed in this cycle is not after all: undoes {@link #placed}. */
  default void withdrawn(ClassKey task, Room room) {}

  /**
   * Names what scores depend on beyond task and room. When it changes, every score is found anew:
   * one look at each worker for each class that is asked about.
   */
  default long epoch() {
    return 0;
  }

  /** Whether {@link Room#load} is looked at; rooms on which only that changed are else not new. */
  default boolean readsLoad() {
    return false;
  }
}
