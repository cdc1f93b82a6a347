package io.github.packtrain.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Sentences about laws that do not hold. */
final class Findings {
  private final List<String> list = new ArrayList<>();

  void unless(boolean holds, Supplier<String> sentence) {
    if (!holds) {
      list.add(sentence.get());
    }
  }

  void equal(String what, long recounted, long recorded) {
    if (recounted != recorded) {
      list.add(what + ": recounted " + recounted + ", recorded " + recorded);
    }
  }

  void same(String what, Object recounted, Object recorded) {
    if (!recounted.equals(recorded)) {
      list.add(what + ": recounted " + recounted + ", recorded " + recorded);
    }
  }

  List<String> list() {
    return List.copyOf(list);
  }
}
