package io.github.packtrain.master.api;

import io.github.packtrain.core.JobView;
import io.github.packtrain.core.WorkerView;
import io.github.packtrain.master.shell.RejectedException;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Principal.Role;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.search.Study;
import java.util.List;
import java.util.Optional;

/** Finds what callers name, or says that it is not there. */
final class Names {
  private static final int SHOWN_CHARS = 60;

  private Names() {}

  /** {@code J42}, {@code 42}, or {@code last} for the caller's newest. */
  static JobId job(View view, String text, Principal caller) {
    if (text.equals("last")) {
      List<JobView> newest =
          view.world()
              .core()
              .jobsBefore(Long.MAX_VALUE, 1, job -> job.owner().equals(caller.name()));
      if (newest.isEmpty()) {
        throw notFound(
            "JOB_NOT_FOUND",
            caller.name() + " has no jobs",
            "'last' is the newest job of one's own",
            "packtrain job list shows everybody's");
      }
      return newest.getFirst().id();
    }
    try {
      return JobId.parse(text);
    } catch (IllegalArgumentException _) {
      throw new RejectedException(
          Rejection.invalid(
              "JOB_ID",
              "'" + shown(text) + "' is no id of a job",
              "a job is named by its number",
              "write J42, 42 or last"));
    }
  }

  /** The job, if it lives. */
  static JobView liveJob(View view, JobId id) {
    return view.world().core().findJob(id).orElseThrow(() -> noSuchJob(id));
  }

  static TaskId task(JobId job, int index) {
    if (index < 0) {
      throw new RejectedException(
          Rejection.invalid(
              "TASK_INDEX", "there is no task with the index " + index, "they count from 0"));
    }
    return new TaskId(job, index);
  }

  static RejectedException noSuchJob(JobId id) {
    return notFound("JOB_NOT_FOUND", "there is no job " + id, "packtrain job list shows the jobs");
  }

  static RejectedException noSuchTask(JobId id, int index, int count) {
    return notFound(
        "TASK_NOT_FOUND",
        "there is no task " + id + "/" + index,
        "the job has no task of that number",
        "tasks of " + id + " go from 0 to " + (count - 1));
  }

  /** By id such as {@code W3}, or by name; of namesakes the one that is not lost. */
  static WorkerView worker(View view, String text) {
    Optional<WorkerView> found = Optional.empty();
    for (WorkerView worker : view.world().core().workers()) {
      boolean named = worker.spec().name().equals(text) || worker.id().toString().equals(text);
      if (named && (found.isEmpty() || found.get().lost())) {
        found = Optional.of(worker);
      }
    }
    return found.orElseThrow(
        () ->
            notFound(
                "WORKER_NOT_FOUND",
                "there is no worker '" + shown(text) + "'",
                "packtrain worker list shows the workers"));
  }

  static Study study(View view, String name) {
    return view.world()
        .findStudy(name)
        .orElseThrow(
            () ->
                notFound(
                    "STUDY_NOT_FOUND",
                    "there is no study '" + shown(name) + "'",
                    "packtrain study list shows the studies"));
  }

  /** What is somebody else's takes an operator. */
  static void mayChange(Principal caller, String owner, String what) {
    if (caller.role().compareTo(Role.OPERATOR) < 0 && !caller.name().equals(owner)) {
      throw new RejectedException(
          new Rejection(
              Kind.PERMISSION_DENIED,
              "NOT_OWNER",
              what + " belongs to " + owner,
              caller.name() + " may change only what is their own",
              "ask " + owner + ", or an operator"));
    }
  }

  static RejectedException notFound(String code, String message, String hint) {
    return new RejectedException(Rejection.notFound(code, message, hint));
  }

  static RejectedException notFound(String code, String message, String why, String hint) {
    return new RejectedException(Rejection.notFound(code, message, why, hint));
  }

  /** Text of a stranger for a message: bounded, without control characters. */
  static String shown(String text) {
    String cut = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS - 1) + "…";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
