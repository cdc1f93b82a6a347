package io.github.packtrain.worker.handler;

/** How a gradient becomes a step. */
sealed interface Optimizer {
  /** Changes the weights by one step against the mean gradient of a batch. */
  void step(double[] weights, double[] gradient);

  /** Stochastic gradient descent with momentum; weight decay as a part of the gradient. */
  final class Sgd implements Optimizer {
    private final double learningRate;
    private final double momentum;
    private final double weightDecay;
    private final double[] velocity;

    Sgd(double learningRate, double momentum, double weightDecay, int weights) {
      this.learningRate = learningRate;
      this.momentum = momentum;
      this.weightDecay = weightDecay;
      this.velocity = new double[weights];
    }

    @Override
    public void step(double[] weights, double[] gradient) {
      for (int i = 0; i < weights.length; i++) {
        velocity[i] =
            momentum * velocity[i] - learningRate * (gradient[i] + weightDecay * weights[i]);
        weights[i] += velocity[i];
      }
    }
  }

  /** Adam with decoupled weight decay (Loshchilov and Hutter, 2019). */
  final class Adam implements Optimizer {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double learningRate;
    private final double weightDecay;
    private final double[] mean;
    private final double[] square;
    private double power1 = 1;
    private double power2 = 1;

    Adam(double learningRate, double weightDecay, int weights) {
      this.learningRate = learningRate;
      this.weightDecay = weightDecay;
      this.mean = new double[weights];
      this.square = new double[weights];
    }

    @Override
    public void step(double[] weights, double[] gradient) {
      power1 *= BETA1;
      power2 *= BETA2;
      for (int i = 0; i < weights.length; i++) {
        mean[i] = BETA1 * mean[i] + (1 - BETA1) * gradient[i];
        square[i] = BETA2 * square[i] + (1 - BETA2) * gradient[i] * gradient[i];
        double meanNow = mean[i] / (1 - power1);
        double squareNow = square[i] / (1 - power2);
        weights[i] -=
            learningRate * (meanNow / (Math.sqrt(squareNow) + EPSILON) + weightDecay * weights[i]);
      }
    }
  }
}
