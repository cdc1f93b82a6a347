package io.github.packtrain.core.learn;

/** What loses half its worth in a given time. */
final class Fading {
  private Fading() {}

  /** What is left of {@code amount} after {@code millis}; nothing fades into the past. */
  static int after(int amount, long millis, long halfLifeMillis) {
    if (millis <= 0 || amount == 0) {
      return amount;
    }
    double half = (double) millis / halfLifeMillis;
    return half > 40 ? 0 : (int) StrictMath.round(amount * StrictMath.pow(0.5, half));
  }
}
