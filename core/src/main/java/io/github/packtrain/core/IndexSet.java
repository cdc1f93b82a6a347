package io.github.packtrain.core;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Indices of tasks, a bit for each; finding the first one costs the same however far up it is. */
final class IndexSet {
  private final BitSet bits = new BitSet();
  private int size;

  /** Nothing below this is in the set. */
  private int floor;

  int size() {
    return size;
  }

  boolean contains(int index) {
    return bits.get(index);
  }

  void add(int index) {
    if (!bits.get(index)) {
      floor = size == 0 ? index : Math.min(floor, index);
      bits.set(index);
      size++;
    }
  }

  void remove(int index) {
    if (bits.get(index)) {
      bits.clear(index);
      size--;
      if (index == floor) {
        floor = index + 1;
      }
    }
  }

  /** The first one at or above {@code from}, or -1. */
  int next(int from) {
    return size == 0 ? -1 : bits.nextSetBit(Math.max(from, floor));
  }

  List<Integer> list() {
    List<Integer> list = new ArrayList<>(size);
    for (int index = next(0); index >= 0; index = next(index + 1)) {
      list.add(index);
    }
    return list;
  }
}
