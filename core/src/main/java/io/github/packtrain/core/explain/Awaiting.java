package io.github.packtrain.core.explain;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.JobView;
import io.github.packtrain.core.TaskView;
import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.core.plan.Reason.Code;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.Dependency.When;
import io.github.packtrain.model.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a job waits for that has not ended as it asked. */
final class Awaiting {
  private static final int NAMED_MAX = 5;

  private Awaiting() {}

  /** What failed stands first, each for itself; then what is still to end, in one reason. */
  static List<Reason> reasons(CoreState state, JobView job) {
    List<Reason> reasons = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (Dependency dependency : job.awaited()) {
      String target = dependency.target();
      Target found = targetOf(state, dependency);
      if (found.ended() && dependency.when() == When.SUCCEEDED && !found.succeeded()) {
        reasons.add(Reason.of(Code.DEPENDENCY_FAILED, target + " " + found.state()));
      } else {
        String end = dependency.when() == When.SUCCEEDED ? " to succeed" : " to end";
        open.add(target + end + " (" + found.state() + ")");
      }
    }
    if (!open.isEmpty()) {
      int named = Math.min(open.size(), NAMED_MAX);
      String detail = open.stream().limit(named).collect(Collectors.joining(", "));
      reasons.add(new Reason(Code.DEPENDENCY, 0, open.size(), named, "", detail));
    }
    return reasons;
  }

  static String hint(JobView job, Reason reason) {
    if (reason.code() == Code.DEPENDENCY_FAILED) {
      return "packtrain job retry "
          + reason.detail().split("[ /]", -1)[0]
          + " tries it again; packtrain job cancel "
          + job.id()
          + " gives up";
    }
    return "packtrain explain "
        + job.awaited().getFirst().job()
        + " tells where that one is"
        + (job.awaited().size() > 1 ? "; packtrain job show " + job.id() + " lists all" : "");
  }

  private record Target(boolean ended, boolean succeeded, String state) {}

  private static Target targetOf(CoreState state, Dependency dependency) {
    return dependency.findIndex().isEmpty()
        ? state
            .findJob(dependency.job())
            .map(job -> target(job.state().isEnd(), job.state()))
            .orElseThrow()
        : state
            .findTask(new TaskId(dependency.job(), dependency.index()))
            .map(TaskView::state)
            .map(task -> target(task.isEnd(), task))
            .orElseThrow();
  }

  private static Target target(boolean ended, Enum<?> state) {
    String words = state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new Target(ended, state.name().equals("COMPLETED"), words);
  }
}
