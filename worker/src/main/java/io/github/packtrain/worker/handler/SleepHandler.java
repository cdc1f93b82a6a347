package io.github.packtrain.worker.handler;

import java.util.Map;

/**
 * {@code sleep}: waits for {@code seconds} or {@code millis}, given as a parameter or, for all
 * tasks of a job, as an option. Its result is {@code seconds}.
 */
public final class SleepHandler implements TaskHandler {
  private static final double SECONDS_MAX = 31_536_000;

  @Override
  public String name() {
    return "sleep";
  }

  @Override
  public Map<String, Double> run(HandlerCall call) throws Exception {
    double seconds = seconds(call.params(), seconds(call.options(), 1));
    Thread.sleep((long) (seconds * 1000), (int) (seconds * 1e9 % 1e6));
    return Map.of("seconds", seconds);
  }

  private static double seconds(HandlerParameters given, double otherwise)
      throws BadParameterException {
    double byMillis = given.number("millis", otherwise * 1000, 0, SECONDS_MAX * 1000) / 1000;
    return given.number("seconds", byMillis, 0, SECONDS_MAX);
  }
}
