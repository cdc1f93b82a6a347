package io.github.packtrain.core;

import io.github.packtrain.core.learn.Subject;
import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.RetryPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets jobs of one class share what is equal in their specifications: each submission brings its
 * own copy, and of a million jobs most say the same.
 */
final class SpecShelf {
  private static final int RECENT = 4;

  private final ClassKey key;
  private final @Nullable JobSpec[] recent = new JobSpec[RECENT];
  private final @Nullable Subject[] subjects = new Subject[RECENT];
  private int next;

  SpecShelf(ClassKey key) {
    this.key = key;
  }

  /** A specification equal to this one. */
  JobSpec shared(JobSpec spec) {
    for (JobSpec known : recent) {
      if (known != null && known.name().equals(spec.name()) && known.equals(spec)) {
        return known;
      }
    }
    JobSpec like = recent[(next + RECENT - 1) % RECENT];
    JobSpec lean = like == null ? lean(spec, spec) : lean(spec, like);
    recent[next] = lean;
    subjects[next] = null;
    next = (next + 1) % RECENT;
    return lean;
  }

  /** What tasks of this specification are known by, kept for those met of late. */
  Subject subjectOf(JobSpec spec) {
    for (int i = 0; i < RECENT; i++) {
      if (recent[i] == spec) {
        Subject known = subjects[i];
        if (known == null) {
          known = Subjects.of(spec);
          subjects[i] = known;
        }
        return known;
      }
    }
    return Subjects.of(spec);
  }

  private JobSpec lean(JobSpec spec, JobSpec like) {
    RetryPolicy retry = spec.retry().equals(like.retry()) ? like.retry() : spec.retry();
    List<String> metrics =
        spec.requiredMetrics().equals(like.requiredMetrics())
            ? like.requiredMetrics()
            : spec.requiredMetrics();
    return new JobSpec(
        spec.name(),
        key.queue(),
        spec.priority(),
        key.request(),
        spec.body().equals(like.body()) ? like.body() : spec.body(),
        retry,
        spec.timeLimitMillis(),
        spec.graceMillis(),
        spec.leasePolicy(),
        metrics,
        spec.maxParallel(),
        spec.study().equals(like.study()) ? like.study() : spec.study(),
        spec.terms().equals(like.terms()) ? like.terms() : spec.terms(),
        spec.after().equals(like.after()) ? like.after() : spec.after());
  }
}
