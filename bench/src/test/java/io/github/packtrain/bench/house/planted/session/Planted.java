package io.github.packtrain.bench.house.planted.session;

/** A lock where one thread owns the state. */
final class Planted {
  private int count;

  synchronized int next() {
    return ++count;
  }
}
