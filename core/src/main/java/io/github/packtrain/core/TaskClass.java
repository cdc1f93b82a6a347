package io.github.packtrain.core;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.PlanView.WaitingClass;
import org.jspecify.annotations.Nullable;

/** Tasks that are alike for the scheduler, with the jobs that have some ready to start. */
final class TaskClass {
  /** Names the class while this process lives; not part of the recorded truth. */
  final int id;

  final ClassKey key;
  final QueueRecord queue;

  final SpecShelf specs;

  final AllocationShelf allocations;

  /** Jobs with eligible tasks, in the order of the queue. */
  final JobLine ready = new JobLine();

  /** Active attempts that nothing is queued behind and that were not asked to stop. */
  final Tails tails = new Tails();

  /** Sum of the ready jobs' eligible tasks. */
  long eligible;

  /** Sum of all its jobs' active attempts. */
  long active;

  /** What of it the present {@link DemandTable} has counted. */
  long inDemand;

  /**
   * As the last view showed it, or null when something changed. Classes with open local queues are
   * shown anew each time: their queues depend on more than their own tasks.
   */
  @Nullable WaitingClass shown;

  /** Jobs of this class in the live state. */
  int jobs;

  /** Attempts of this class that hold an allocation. */
  int holding;

  TaskClass(int id, ClassKey key, QueueRecord queue) {
    this.id = id;
    this.key = key;
    this.queue = queue;
    this.specs = new SpecShelf(key);
    this.allocations = new AllocationShelf(key.request().resources());
  }

  /** To be called after anything about the job's waiting or active tasks changed. */
  void reindex(JobRecord job) {
    int eligibleNow = job.eligibleTasks();
    eligible += eligibleNow - job.indexedEligible;
    job.indexedEligible = eligibleNow;
    int activeNow = job.course().active;
    active += activeNow - job.indexedActive;
    job.indexedActive = activeNow;
    shown = null;
    if (eligibleNow > 0 && !job.isReady) {
      ready.add(job);
    } else if (eligibleNow == 0 && job.isReady) {
      ready.remove(job);
    }
    job.isReady = eligibleNow > 0;
  }

  /** To be called after anything changed that decides about the job's place in line. */
  void rekey(JobRecord job) {
    if (queue.order.isRanked() && !job.hasEnded()) {
      queue.unranked.add(job.id.value());
    }
    long key = queue.keyOf(job);
    Course course = job.course();
    if (key != job.key || course.turn != course.lineTurn || course.seat != course.lineSeat) {
      if (job.isReady) {
        ready.remove(job);
      }
      job.key = key;
      if (course != Course.NONE) {
        course.lineTurn = course.turn;
        course.lineSeat = course.seat;
      }
      if (job.isReady) {
        ready.add(job);
      }
      shown = null;
    }
  }
}
