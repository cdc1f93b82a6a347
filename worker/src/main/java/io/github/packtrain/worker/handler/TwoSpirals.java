package io.github.packtrain.worker.handler;

import java.util.Random;

/**
 * Points of two interleaved spirals, the classic that no straight line can part. Made from a seed:
 * the same arguments give the same points, bit for bit, on every machine.
 *
 * @param x coordinates, two per point, about from -1 to 1
 * @param label 0 or 1 by point
 */
@SuppressWarnings("ArrayRecordComponent") // a data set, never compared
record TwoSpirals(double[] x, double[] label) {
  /** How far out a spiral begins, as a part of its whole length. */
  private static final double START = 0.05;

  int size() {
    return label.length;
  }

  /**
   * @param points in all, half of them on each spiral
   * @param turns how often a spiral winds around the centre
   * @param noise standard deviation of the points around their spiral
   */
  static TwoSpirals generate(int points, double turns, double noise, long seed) {
    Random random = new Random(seed);
    double[] x = new double[2 * points];
    double[] label = new double[points];
    for (int i = 0; i < points; i++) {
      int spiral = i % 2;
      // The root spreads points evenly over the spiral's length, which grows with its radius.
      double radius = StrictMath.sqrt(START + (1 - START) * random.nextDouble());
      double angle = 2 * Math.PI * turns * radius + spiral * Math.PI;
      x[2 * i] = radius * StrictMath.cos(angle) + noise * random.nextGaussian();
      x[2 * i + 1] = radius * StrictMath.sin(angle) + noise * random.nextGaussian();
      label[i] = spiral;
    }
    return new TwoSpirals(x, label);
  }
}
