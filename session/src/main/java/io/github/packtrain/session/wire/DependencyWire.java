package io.github.packtrain.session.wire;

import io.github.packtrain.model.After;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.Dependency.When;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.protocol.v1.JobAfter;
import io.github.packtrain.protocol.v1.JobDependency;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What jobs wait for, on the wire. */
public final class DependencyWire {
  private static final Pattern ID = Pattern.compile("J?\\d{1,18}(/\\d{1,9})?");

  private DependencyWire() {}

  public static JobAfter toWire(After after) {
    JobAfter.Builder wire = JobAfter.newBuilder().setKeep(after.keep());
    for (Dependency dependency : after.dependencies()) {
      wire.addDependencies(
          JobDependency.newBuilder()
              .setOn(dependency.target())
              .setAny(dependency.when() == When.ENDED));
    }
    return wire.build();
  }

  /**
   * @throws WireException when one of them names no job
   */
  public static After toModel(JobAfter wire) {
    List<Dependency> all = new ArrayList<>(wire.getDependenciesCount());
    for (JobDependency one : wire.getDependenciesList()) {
      all.add(dependency(one));
    }
    return all.isEmpty() && !wire.getKeep() ? After.NONE : new After(all, wire.getKeep());
  }

  /** Whether the text is the id of a job or a task, and not the key of a job submitted together. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Which end of the target will do. */
  public static When when(JobDependency wire) {
    return wire.getAny() ? When.ENDED : When.SUCCEEDED;
  }

  private static Dependency dependency(JobDependency wire) {
    String on = wire.getOn();
    try {
      if (isId(on) && on.contains("/")) {
        TaskId task = TaskId.parse(on);
        return new Dependency(when(wire), task.job(), task.index());
      } else if (isId(on)) {
        return Dependency.on(when(wire), JobId.parse(on));
      }
    } catch (IllegalArgumentException _) {
      // J0: said below.
    }
    String shown = on.length() <= 60 ? on : on.substring(0, 60) + "…";
    throw WireException.invalid(
        "DEPENDENCY_ID",
        "'" + shown + "' is no job that one could wait for",
        "write J42, or J42/3 for one task of it");
  }
}
