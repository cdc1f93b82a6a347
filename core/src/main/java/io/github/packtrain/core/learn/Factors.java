package io.github.packtrain.core.learn;

/**
 * What learning says for placing a task on a worker; each from 0 to 1000, more is better, 500 where
 * nothing is known unless said otherwise.
 *
 * @param specialisation good at this kind of task: half success, three tenths speed, two tenths
 *     steadiness, as far as it is known
 * @param affinity ran the same family, data set or framework not long ago: 1000 just now, halved
 *     every ten minutes; 0 where it never did
 * @param speed 500 for a usual worker, 667 for one twice as fast, 333 for one half as fast
 * @param reliability expected share of success
 * @param exploration worth of learning more: at most 1000, 500 after the first attempt, 10 after
 *     the hundredth
 */
public record Factors(
    int specialisation, int affinity, int speed, int reliability, int exploration) {

  /**
   * Expected useful work with the worth of learning: what {@code adaptive} placement maximises. A
   * tenth for exploration: a new worker is tried before one of its like, and never for long before
   * one that works.
   */
  public int adaptive() {
    return (9 * (speed * reliability / 1_000) + exploration) / 10;
  }
}
