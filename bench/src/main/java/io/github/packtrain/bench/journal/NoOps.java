package io.github.packtrain.bench.journal;

import io.github.packtrain.core.Event;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The facts of distinct no-op tasks as the core writes them: submitted, placed, started, ended, and
 * the job's end. They can be applied to a core.
 */
final class NoOps {
  static final int FACTS_PER_TASK = 3;
  private static final long BEGAN_MILLIS = 1_800_000_000_000L;
  private static final Resources MACHINE = new Resources(1_000_000, 1L << 40, 0);

  private NoOps() {}

  static JobSpec spec(int kind) {
    return JobSpec.of("noop-" + kind, Request.cpu(10 + kind), new TaskBody.Handler("noop", ""));
  }

  static Event.WorkerRegistered worker(int number) {
    return new Event.WorkerRegistered(
        new WorkerId(number),
        "uid-" + number,
        number,
        WorkerSpec.of("w" + number, MACHINE, List.of()),
        BEGAN_MILLIS);
  }

  /** A job of tasks with parameters of their own. */
  static Event.JobAdmitted job(long number, int kind, int tasks) {
    List<String> params = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      params.add("{\"i\":" + (number * tasks + i) + "}");
    }
    return new Event.JobAdmitted(
        new JobId(number),
        "submission-" + number,
        "somebody",
        BEGAN_MILLIS + number,
        spec(kind),
        tasks,
        params,
        false);
  }

  static Event placed(long job, int task, int worker) {
    return new Event.AttemptPlaced(
        AttemptId.of(job, task, 1), new WorkerId(worker), List.of(), null, BEGAN_MILLIS + task);
  }

  static Event started(long job, int task) {
    return new Event.AttemptStarted(AttemptId.of(job, task, 1), BEGAN_MILLIS + task + 1);
  }

  static Event ended(long job, int task) {
    return new Event.AttemptEnded(
        AttemptId.of(job, task, 1),
        AttemptResult.succeeded(Map.of(), 1),
        new Event.Next.End(TaskState.COMPLETED),
        BEGAN_MILLIS + task + 2);
  }

  static Event jobEnded(long job) {
    return new Event.JobEnded(new JobId(job), JobState.COMPLETED, BEGAN_MILLIS + job);
  }

  /** The lives of {@code tasks} tasks of one job, without the job's own facts. */
  static List<Fact> lives(long job, int firstTask, int tasks) {
    List<Fact> facts = new ArrayList<>(tasks * FACTS_PER_TASK);
    for (int task = firstTask; task < firstTask + tasks; task++) {
      facts.add(placed(job, task, 1));
    }
    for (int task = firstTask; task < firstTask + tasks; task++) {
      facts.add(started(job, task));
      facts.add(ended(job, task));
    }
    return facts;
  }
}
