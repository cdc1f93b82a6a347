package io.github.packtrain.core;

import io.github.packtrain.core.learn.Kinds;
import io.github.packtrain.core.learn.Subject;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.TaskBody;
import java.util.List;

/** What the tasks of a job are known by. */
final class Subjects {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Subjects() {}

  /**
   * Tasks are the same when they come from jobs of the same name that execute the same with as many
   * devices; their parameters do not count.
   */
  static Subject of(JobSpec spec) {
    GpuRequest gpu = spec.request().gpu();
    long devicesMilli = (long) gpu.count() * gpu.milli();
    long task = mixed(mixed(FNV_OFFSET, spec.name()), Long.toString(devicesMilli));
    task =
        switch (spec.body()) {
          case TaskBody.Command command -> mixed(task, String.join("\0", command.argv()));
          case TaskBody.Handler handler -> mixed(mixed(task, handler.name()), handler.options());
        };
    return new Subject(task == 0 ? 1 : task, "", "", Kinds.CUSTOM, 0, 0, List.of());
  }

  /** FNV-1a over the text's characters and an end mark. */
  private static long mixed(long hash, String text) {
    long mixed = hash;
    for (int i = 0; i < text.length(); i++) {
      mixed = (mixed ^ text.charAt(i)) * FNV_PRIME;
    }
    return (mixed ^ 0xffff) * FNV_PRIME;
  }
}
