package io.github.packtrain.core;

import io.github.packtrain.core.learn.LogTime;
import io.github.packtrain.core.learn.Subject;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.TaskBody;

/** What the tasks of a job are known by. */
final class Subjects {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final String NO_DEVICE = "/cpu";
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
    Profile profile = spec.terms().profile();
    task = mixed(mixed(task, profile.model()), profile.sizeMilli() + "/" + profile.batch());
    String model = profile.model().isEmpty() ? "" : profile.model() + "/" + devicesMilli;
    return of(profile, gpu, task == 0 ? 1 : task, model);
  }

  /** What tasks of such a profile are known by when nothing else is known of them. */
  static Subject of(Profile profile, GpuRequest gpu) {
    return of(profile, gpu, 0, "");
  }

  private static Subject of(Profile profile, GpuRequest gpu, long task, String model) {
    // Which machine is good at a family's tasks is another question for those without a device.
    boolean apart = gpu.isNone() && !profile.family().isEmpty();
    return new Subject(
        task,
        model,
        apart ? profile.family() + NO_DEVICE : profile.family(),
        profile.kind().isEmpty() ? Subject.CUSTOM : profile.kind(),
        LogTime.ofRatioMilli(profile.sizeMilli()),
        LogTime.of(profile.batch()),
        profile.shares());
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
