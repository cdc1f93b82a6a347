package io.github.packtrain.master.api;

import io.github.packtrain.core.JobView;
import io.github.packtrain.core.WorkerView;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.session.loop.Presence;

/** The whole in a few numbers. */
record Totals(
    int workersOnline,
    int workersLost,
    int devices,
    int jobsActive,
    long tasksWaiting,
    int tasksActive) {

  static Totals of(View view) {
    int online = 0;
    int lost = 0;
    int devices = 0;
    int tasksActive = 0;
    for (WorkerView worker : view.world().core().workers()) {
      Presence.Sign sign = view.presence().workers().get(worker.id());
      boolean here = !worker.lost() && sign != null && sign.connected();
      online += here ? 1 : 0;
      lost += worker.lost() ? 1 : 0;
      devices += here ? worker.spec().devices().size() : 0;
      tasksActive += worker.attempts();
    }
    int jobs =
        view.world().core().jobsBefore(Long.MAX_VALUE, Integer.MAX_VALUE, Totals::isActive).size();
    return new Totals(online, lost, devices, jobs, view.world().core().waitingTasks(), tasksActive);
  }

  private static boolean isActive(JobView job) {
    return !job.state().isEnd();
  }
}
