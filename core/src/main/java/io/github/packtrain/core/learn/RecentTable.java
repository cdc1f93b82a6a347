package io.github.packtrain.core.learn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A bounded table: when it is full, the entry that was written to longest ago goes. */
final class RecentTable<K, V> {
  private final int most;

  /** Written longest ago first. */
  private final LinkedHashMap<K, V> entries = new LinkedHashMap<>();

  RecentTable(int most) {
    this.most = most;
  }

  /** To be read only: looking leaves no trace. */
  @Nullable V find(K key) {
    return entries.get(key);
  }

  /** To be written to. */
  V touch(K key, Supplier<V> fresh) {
    V known = entries.remove(key);
    if (known == null) {
      known = fresh.get();
      makeRoom();
    }
    entries.put(key, known);
    return known;
  }

  /** Replaces an immutable value by what became of it. */
  void change(K key, V first, UnaryOperator<V> change) {
    V known = entries.remove(key);
    if (known == null) {
      known = first;
      makeRoom();
    }
    entries.put(key, change.apply(known));
  }

  private void makeRoom() {
    if (entries.size() >= most) {
      entries.pollFirstEntry();
    }
  }

  /** From a snapshot, in the order in which it was written. */
  void restore(K key, V value) {
    entries.put(key, value);
  }

  int size() {
    return entries.size();
  }

  /** Written longest ago first; not to be kept. */
  Map<K, V> entries() {
    return Collections.unmodifiableMap(entries);
  }
}
