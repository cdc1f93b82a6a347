package io.github.packtrain.bench.house.planted.search;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Violations of the order of tables and of exact arithmetic. */
final class Planted {
  private Planted() {}

  static final class MakesHashMap {
    final Map<String, String> table = new HashMap<>();
  }

  static final class MakesHashSet {
    final Set<String> table = HashSet.newHashSet(4);
  }

  static final class CopiesSets {
    Set<String> copy(Set<String> set) {
      return Set.copyOf(set);
    }
  }

  static final class MakesSmallMap {
    final Map<String, String> table = Map.of("a", "1", "b", "2");
  }

  static final class Collects {
    Map<Integer, List<String>> byLength(List<String> words) {
      return words.stream().collect(Collectors.groupingBy(String::length));
    }
  }

  static final class RoundsFreely {
    double area(double x) {
      return Math.exp(x);
    }
  }
}
