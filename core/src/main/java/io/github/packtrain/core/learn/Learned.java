package io.github.packtrain.core.learn;

/** Temporary. */
public final class Learned {
  private final RunTimes runTimes = new RunTimes();

  public Estimate expect(Subject subject, int worker) {
    return runTimes.predict(subject, worker, 0);
  }

  public void succeeded(Subject subject, int worker, Estimate expected, long runMillis) {
    int log = LogTime.of(runMillis);
    runTimes.score(expected, log);
    runTimes.observe(subject, worker, log);
  }

  public Coverage coverage(Rung rung) {
    return runTimes.coverage(rung);
  }
}
