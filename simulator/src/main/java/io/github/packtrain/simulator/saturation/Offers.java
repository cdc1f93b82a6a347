package io.github.packtrain.simulator.saturation;

import io.github.packtrain.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * In which order what is asked for: the list shuffled, then drawn from with replacement until the
 * wanted sum of devices is reached; a longer list loses entries by chance.
 */
final class Offers {
  private Offers() {}

  /**
   * @param gpuMilliWanted thousandths of devices asked for in all, at least
   * @return places in the list
   */
  static int[] drawn(List<Request> list, long gpuMilliWanted, SplittableRandom random) {
    int[] order = shuffled(list.size(), random);
    long sum = 0;
    for (Request request : list) {
      sum += gpuMilli(request);
    }
    List<Integer> drawn = new ArrayList<>();
    for (int place : order) {
      drawn.add(place);
    }
    while (sum < gpuMilliWanted) {
      int place = random.nextInt(list.size());
      drawn.add(place);
      sum += gpuMilli(list.get(place));
    }
    while (sum - gpuMilli(list.get(drawn.getLast())) >= gpuMilliWanted) {
      // The order is random, so the last is any.
      sum -= gpuMilli(list.get(drawn.removeLast()));
    }
    return drawn.stream().mapToInt(Integer::intValue).toArray();
  }

  static int[] shuffled(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int at = random.nextInt(i + 1);
      order[i] = order[at];
      order[at] = i;
    }
    return order;
  }

  static long gpuMilli(Request request) {
    return (long) request.gpu().count() * request.gpu().milli();
  }
}
