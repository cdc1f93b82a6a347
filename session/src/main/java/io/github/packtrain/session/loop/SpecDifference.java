package io.github.packtrain.session.loop;

import io.github.packtrain.model.JobSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** In which fields two job specifications differ. */
final class SpecDifference {
  private SpecDifference() {}

  /** One line for each field, such as {@code trial.timeLimitMillis: 3600000 -> 60000}. */
  static List<String> between(JobSpec there, JobSpec here) {
    List<String> differences = new ArrayList<>();
    for (RecordComponent field : JobSpec.class.getRecordComponents()) {
      Object old = valueOf(field, there);
      Object changed = valueOf(field, here);
      if (!old.equals(changed)) {
        differences.add("trial." + field.getName() + ": " + old + " -> " + changed);
      }
    }
    return differences;
  }

  private static Object valueOf(RecordComponent field, JobSpec spec) {
    try {
      return field.getAccessor().invoke(spec);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("JobSpec." + field.getName() + " cannot be read", e);
    }
  }
}
