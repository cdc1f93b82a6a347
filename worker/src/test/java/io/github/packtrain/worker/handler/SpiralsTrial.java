package io.github.packtrain.worker.handler;

import java.util.Arrays;
import java.util.Random;

/** Prints how a random search over a plausible space fares; run by hand, asserts nothing. */
final class SpiralsTrial {
  private SpiralsTrial() {}

  public static void main(String[] arguments) throws Exception {
    String extra = arguments.length > 0 ? arguments[0] : "";
    Random random = new Random(7);
    int count = 60;
    double[] accuracies = new double[count];
    for (int i = 0; i < count; i++) {
      String[] activations = {"tanh", "relu", "sigmoid"};
      String parameters =
          "{\"layers\":%d,\"width\":%d,\"activation\":\"%s\",\"learningRate\":%.6f,\"weightDecay\":%.7f%s}"
              .formatted(
                  1 + random.nextInt(3),
                  4 + random.nextInt(29),
                  activations[random.nextInt(3)],
                  Math.pow(10, -4 + 3.5 * random.nextDouble()),
                  Math.pow(10, -6 + 4 * random.nextDouble()),
                  extra);
      long start = System.nanoTime();
      var result = new SpiralsHandler().run(new Call("", parameters));
      accuracies[i] = result.getOrDefault("accuracy", 0.0);
      System.out.printf(
          "%.4f  %5d ms  %s%n", accuracies[i], (System.nanoTime() - start) / 1_000_000, parameters);
    }
    Arrays.sort(accuracies);
    System.out.println(Arrays.toString(accuracies));
  }
}
