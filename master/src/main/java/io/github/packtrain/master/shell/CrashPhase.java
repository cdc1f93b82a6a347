package io.github.packtrain.master.shell;

import io.github.packtrain.core.Event;
import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.model.Fact;
import io.github.packtrain.session.loop.Batch;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Where a batch is on its way, as crash points by what is in it: {@code master.placed.durable} is
 * passed by a batch with a placement when it is on the disk and nobody knows.
 */
enum CrashPhase {
  BEFORE_APPEND,
  DURABLE,
  ANSWERED;

  void pass(Batch batch) {
    if (CrashPoint.isOn()) {
      TreeSet<String> kinds = new TreeSet<>();
      batch.facts().forEach(fact -> kinds.add(kindOf(fact)));
      String phase = name().toLowerCase(Locale.ROOT).replace('_', '-');
      kinds.forEach(kind -> CrashPoint.pass("master." + kind + "." + phase));
    }
  }

  private static String kindOf(Fact fact) {
    if (!(fact instanceof Event event)) {
      return "study";
    }
    return switch (event) {
      case Event.JobAdmitted _, Event.TasksAdded _ -> "submitted";
      case Event.WorkerRegistered _ -> "registered";
      case Event.AttemptPlaced _ -> "placed";
      case Event.AttemptStarted _ -> "started";
      case Event.AttemptEnded _, Event.AttemptWithdrawn _ -> "ended";
      case Event.JobCancelled _, Event.TaskCancelled _, Event.AttemptStopRequested _ -> "cancelled";
      case Event.WorkerLost _ -> "lost";
      case Event.AttemptMeasured _,
          Event.TasksRetried _,
          Event.DependencyMet _,
          Event.BackoffEnded _,
          Event.AttemptRequeued _,
          Event.QueueConfigured _,
          Event.PlacementConfigured _,
          Event.ReservationAdded _,
          Event.ReservationRemoved _,
          Event.JobsRanked _,
          Event.PolicyCutOff _,
          Event.WorkerDrainChanged _,
          Event.WorkerForgotten _,
          Event.JobClosed _,
          Event.JobEnded _,
          Event.JobForgotten _,
          Event.CountersRestored _,
          Event.LearnedRestored _,
          Event.WorkerRestored _,
          Event.JobRestored _,
          Event.TaskRestored _ ->
          "other";
    };
  }
}
