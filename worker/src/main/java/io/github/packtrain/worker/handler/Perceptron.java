package io.github.packtrain.worker.handler;

import java.util.Arrays;
import java.util.Random;

/**
 * A multi-layer perceptron with one logistic output, trained by back-propagation. Plain arithmetic
 * on doubles in a fixed order, with {@link StrictMath}: the same seed gives the same weights on
 * every machine.
 *
 * <p>All weights lie in one array, layer by layer, each unit's bias behind its inputs' weights.
 */
final class Perceptron {
  /** Logits are cut off here, which keeps the loss of a sure network finite. */
  private static final double LOGIT_MAX = 30;

  /** What a hidden unit makes of its sum. */
  enum Activation {
    TANH,
    RELU,
    SIGMOID,
    LEAKY_RELU;

    double of(double sum) {
      return switch (this) {
        case TANH -> StrictMath.tanh(sum);
        case RELU -> sum > 0 ? sum : 0;
        case SIGMOID -> logistic(sum);
        case LEAKY_RELU -> sum > 0 ? sum : 0.01 * sum;
      };
    }

    /** The derivative, by the value that {@link #of} gave. */
    double slope(double value) {
      return switch (this) {
        case TANH -> 1 - value * value;
        case RELU -> value > 0 ? 1 : 0;
        case SIGMOID -> value * (1 - value);
        case LEAKY_RELU -> value > 0 ? 1 : 0.01;
      };
    }
  }

  private final int[] sizes;
  private final Activation activation;
  private final double[] weights;
  private final double[][] values;
  private final double[][] errors;

  /**
   * @param sizes units per layer, from the inputs to the single output
   */
  Perceptron(int[] sizes, Activation activation, Random random) {
    this.sizes = sizes.clone();
    this.activation = activation;
    this.values = new double[sizes.length][];
    this.errors = new double[sizes.length][];
    int count = 0;
    for (int layer = 0; layer < sizes.length; layer++) {
      values[layer] = new double[sizes[layer]];
      errors[layer] = new double[sizes[layer]];
      count += layer == 0 ? 0 : sizes[layer] * (sizes[layer - 1] + 1);
    }
    this.weights = new double[count];
    initialise(random);
  }

  /** Glorot's or He's scale, by the activation; biases are 0. */
  private void initialise(Random random) {
    boolean rectifies = activation == Activation.RELU || activation == Activation.LEAKY_RELU;
    int w = 0;
    for (int layer = 1; layer < sizes.length; layer++) {
      int in = sizes[layer - 1];
      double scale = StrictMath.sqrt(rectifies ? 2.0 / in : 2.0 / (in + sizes[layer]));
      for (int unit = 0; unit < sizes[layer]; unit++) {
        for (int i = 0; i < in; i++) {
          weights[w++] = scale * random.nextGaussian();
        }
        weights[w++] = 0;
      }
    }
  }

  double[] weights() {
    return weights;
  }

  /** Whether it can still be used: what diverged never comes back. */
  boolean isFinite() {
    for (double weight : weights) {
      if (!Double.isFinite(weight)) {
        return false;
      }
    }
    return true;
  }

  /** The logit of class 1 for one point. */
  double logit(double[] x, int point) {
    values[0][0] = x[2 * point];
    values[0][1] = x[2 * point + 1];
    int w = 0;
    for (int layer = 1; layer < sizes.length; layer++) {
      double[] in = values[layer - 1];
      double[] out = values[layer];
      boolean last = layer == sizes.length - 1;
      for (int unit = 0; unit < out.length; unit++) {
        double sum = 0;
        for (double value : in) {
          sum += weights[w++] * value;
        }
        sum += weights[w++];
        out[unit] = last ? sum : activation.of(sum);
      }
    }
    return Math.clamp(values[sizes.length - 1][0], -LOGIT_MAX, LOGIT_MAX);
  }

  /** Adds the gradient of one point's loss to {@code gradient}. */
  void addGradient(double[] x, double label, int point, double[] gradient) {
    int last = sizes.length - 1;
    errors[last][0] = logistic(logit(x, point)) - label;
    int end = weights.length;
    for (int layer = last; layer >= 1; layer--) {
      int start = end - sizes[layer] * (sizes[layer - 1] + 1);
      backThrough(layer, start, gradient);
      end = start;
    }
  }

  private void backThrough(int layer, int start, double[] gradient) {
    double[] in = values[layer - 1];
    double[] inErrors = errors[layer - 1];
    Arrays.fill(inErrors, 0);
    int w = start;
    for (double error : errors[layer]) {
      for (int i = 0; i < in.length; i++) {
        gradient[w] += error * in[i];
        inErrors[i] += error * weights[w++];
      }
      gradient[w++] += error;
    }
    if (layer > 1) {
      for (int i = 0; i < in.length; i++) {
        inErrors[i] *= activation.slope(in[i]);
      }
    }
  }

  /** Part of the points that fall on their own side. */
  double accuracy(TwoSpirals data) {
    int right = 0;
    for (int point = 0; point < data.size(); point++) {
      right += (logit(data.x(), point) > 0) == (data.label()[point] > 0.5) ? 1 : 0;
    }
    return (double) right / data.size();
  }

  /** Mean cross entropy, in nats. */
  double loss(TwoSpirals data) {
    double sum = 0;
    for (int point = 0; point < data.size(); point++) {
      double logit = logit(data.x(), point);
      double towards = data.label()[point] > 0.5 ? logit : -logit;
      sum += StrictMath.log1p(StrictMath.exp(-towards));
    }
    return sum / data.size();
  }

  private static double logistic(double sum) {
    return 1 / (1 + StrictMath.exp(-sum));
  }
}
