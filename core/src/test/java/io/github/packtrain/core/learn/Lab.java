package io.github.packtrain.core.learn;

import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Outcome;
import java.util.List;
import java.util.Map;

/** Runs attempts one after the other and learns from them. */
final class Lab {
  static final String CPU = "cpu";
  static final Subject TEST = Subject.ofKind("test");
  Learned learned = new Learned();
  long nowMillis = 1_800_000_000_000L;

  static Subject task(long number, String kind) {
    return new Subject(number, "", "", kind, 0, 0, List.of());
  }

  static Subject family(String family) {
    return new Subject(0, "", family, "test", 0, 0, List.of());
  }

  Lab runs(Subject subject, int worker, long runMillis) {
    return ends(subject, worker, AttemptResult.succeeded(Map.of(), runMillis));
  }

  Lab fails(Subject subject, int worker, long runMillis) {
    return ends(subject, worker, new AttemptResult(Outcome.FAILED, 1, 0, "", Map.of(), runMillis));
  }

  Lab ends(Subject subject, int worker, AttemptResult result) {
    Estimate expected = learned.expect(subject, worker, CPU);
    nowMillis += result.runMillis();
    learned.ended(subject, worker, CPU, expected, result, nowMillis);
    return this;
  }

  Prediction predicts(Subject subject, int worker) {
    return learned.predict(subject, worker, CPU);
  }

  Factors factors(Subject subject, int worker) {
    return Appraisal.factors(subject, learned.lessonsOf(worker, CPU), learned.fleet(), nowMillis);
  }

  Standing standing(int worker, String topic) {
    return learned.lessonsOf(worker, CPU).at(topic);
  }
}
