package io.github.packtrain.core;

import io.github.packtrain.core.order.Experience;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.model.Outcome;

/**
 * What jobs got so far, as far as the orders of their queues look at it: only where one was set.
 */
final class Services {
  private final CoreState state;

  Services(CoreState state) {
    this.state = state;
  }

  void configure(Event.QueueConfigured e) {
    QueueRecord queue = state.queueOf(e.queue());
    queue.configure(e);
    e.samples().forEach(queue::learn);
    showAnew();
    queue.look(Math.clamp(e.fresh(), 0, queue.samples.size()));
    rekey(queue);
  }

  void configure(Event.PlacementConfigured e) {
    state.placement =
        e.placement().isEmpty()
            ? null
            : new Setting(e.placement(), e.options(), e.by(), e.atMillis());
  }

  void reserve(Event.ReservationAdded e) {
    state.reservations.put(e.reservation().name(), e.reservation());
    showAnew();
  }

  void unreserve(Event.ReservationRemoved e) {
    state.reservations.remove(e.name());
    showAnew();
  }

  /** What waits is shown with how long it may run only where somebody looks ahead. */
  private void showAnew() {
    state.classes.values().forEach(taskClass -> taskClass.shown = null);
  }

  void rank(Event.JobsRanked e) {
    for (Event.Rank rank : e.ranks()) {
      JobRecord job = state.job(rank.job());
      job.touch().rank = rank.key();
      job.taskClass.rekey(job);
      job.taskClass.queue.unranked.remove(job.id.value());
    }
  }

  void cutOff(Event.PolicyCutOff e) {
    if (!e.queue().isEmpty()) {
      QueueRecord queue = state.queueOf(e.queue());
      queue.cutOff(e.why());
      rekey(queue);
    } else if (state.placement != null) {
      state.placement = state.placement.cutOff(e.why());
    }
  }

  void placed(JobRecord job) {
    if (job.taskClass.queue.order.keepsTurns()) {
      job.touch().seat = state.position;
      job.taskClass.rekey(job);
    }
  }

  /** Before the attempt leaves. */
  void takenBack(AttemptRecord attempt, Event.AttemptRequeued e) {
    JobRecord job = attempt.job;
    TaskRecord task = job.task(attempt.id.task().index());
    if (task != null) {
      serve(job, task, e.atMillis() - attempt.startedAtMillis);
      task.keptMillis += e.keptMillis();
      job.touch().openKeptMillis += e.keptMillis();
    }
    QueueRecord queue = job.taskClass.queue;
    if (queue.order.keepsTurns()) {
      // Members of a gang come back one after the other, at the same time.
      boolean fell = queue.keyOf(job) > job.key || job.course().turn == e.atMillis();
      job.touch().turn = fell ? e.atMillis() : -e.atMillis();
    }
  }

  /** Before the attempt leaves. */
  void ended(AttemptRecord attempt, TaskRecord task, Event.AttemptEnded e) {
    JobRecord job = attempt.job;
    if (attempt.startedAtMillis > 0) {
      serve(job, task, Math.max(0, e.atMillis() - attempt.startedAtMillis));
    }
    boolean first = !job.isGang() || task.index == 0;
    if (e.result().outcome() == Outcome.SUCCEEDED && first) {
      long together = job.widthMilli() * job.taskClass.key.gang();
      job.taskClass.queue.learn(new Experience.Sample(together, task.servedMillis));
    }
  }

  private static void serve(JobRecord job, TaskRecord task, long millis) {
    if (!job.taskClass.queue.configured) {
      return;
    }
    task.servedMillis += millis;
    job.touch().servedMillis += millis;
    job.touch().openServedMillis += millis;
  }

  /** Makes the keys anew when enough was learned. */
  void look(QueueRecord queue) {
    if (queue.hasNews()) {
      queue.look(0);
      if (queue.order.learns()) {
        rekey(queue);
      }
    }
  }

  private void rekey(QueueRecord queue) {
    for (JobRecord job : state.jobs.values()) {
      if (job.taskClass.queue == queue) {
        job.taskClass.rekey(job);
      }
    }
  }
}
