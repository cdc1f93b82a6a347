package io.github.packtrain.core.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bounded table: when it is full, the row that was written to longest ago goes.
 *
 * <p>Every start and every end of a task passes here. Who asks for one key again and again keeps a
 * {@link Spot} and looks it up once; a write moves a row to the end of a list that runs through the
 * rows themselves, and makes nothing. Most keys that are looked up and not remembered are not
 * there: hashes stand side by side, and a row is only looked at when its hash is the one.
 */
final class RecentTable<K, V> {
  private static final int PLACES_LEAST = 16;
  private static final int FREE = 0;

  private final int most;

  /** By place, {@link #FREE} for none: a key is at the place of its hash or soon after it. */
  private int[] hashes = new int[PLACES_LEAST];

  /** Likewise. */
  private @Nullable Row<K, V>[] rows = rows(PLACES_LEAST);

  private int size;

  /** Written longest ago. */
  private @Nullable Row<K, V> first;

  private @Nullable Row<K, V> last;

  RecentTable(int most) {
    this.most = most;
  }

  private static final class Row<K, V> {
    final K key;
    final int hash;
    private @Nullable V value;

    /** The table it is in, null once it went. */
    @Nullable RecentTable<?, ?> table;

    @Nullable Row<K, V> before;
    @Nullable Row<K, V> after;

    Row(K key, int hash, V value) {
      this.key = key;
      this.hash = hash;
      this.value = value;
    }

    V value() {
      if (value == null) {
        throw new IllegalStateException("the row of " + key + " went");
      }
      return value;
    }

    /** A spot may remember the row for long: what it held need not stay for that. */
    void leave() {
      table = null;
      value = null;
    }
  }

  /**
   * A key and where its row was found last; good for any table of such keys, and for one thread.
   */
  static final class Spot<K, V> {
    final K key;
    private @Nullable Row<K, V> row;

    Spot(K key) {
      this.key = key;
    }
  }

  /** A key and what the table has for it. */
  record Entry<K, V>(K key, V value) {}

  /** To be read only: looking leaves no trace. */
  @Nullable V find(K key) {
    Row<K, V> row = row(key, hash(key));
    return row == null ? null : row.value();
  }

  /** Likewise. */
  @Nullable V find(Spot<K, V> spot) {
    Row<K, V> row = row(spot);
    return row == null ? null : row.value();
  }

  /** To be written to. */
  V touch(Spot<K, V> spot, Supplier<V> fresh) {
    Row<K, V> row = row(spot);
    row = row == null ? add(spot.key, hash(spot.key), fresh.get()) : toEnd(row);
    spot.row = row;
    return row.value();
  }

  /** Likewise; for few keys that many ask for. */
  V touch(K key, Supplier<V> fresh) {
    int hash = hash(key);
    Row<K, V> row = row(key, hash);
    return (row == null ? add(key, hash, fresh.get()) : toEnd(row)).value();
  }

  /** Replaces an immutable value by what became of it; for few keys that many ask for. */
  void change(K key, V beginning, UnaryOperator<V> change) {
    int hash = hash(key);
    Row<K, V> row = row(key, hash);
    if (row == null) {
      add(key, hash, change.apply(beginning));
    } else {
      row.value = change.apply(row.value());
      toEnd(row);
    }
  }

  /** Likewise. */
  void change(Spot<K, V> spot, V beginning, UnaryOperator<V> change) {
    Row<K, V> row = row(spot);
    if (row == null) {
      spot.row = add(spot.key, hash(spot.key), change.apply(beginning));
    } else {
      row.value = change.apply(row.value());
      toEnd(row);
    }
  }

  /** From a snapshot, in the order in which it was written. */
  void restore(K key, V value) {
    int hash = hash(key);
    Row<K, V> row = row(key, hash);
    if (row == null) {
      link(new Row<>(key, hash, value));
    } else {
      row.value = value;
    }
  }

  int size() {
    return size;
  }

  /** Written longest ago first. */
  List<Entry<K, V>> entries() {
    List<Entry<K, V>> entries = new ArrayList<>(size);
    for (Row<K, V> row = first; row != null; row = row.after) {
      entries.add(new Entry<>(row.key, row.value()));
    }
    return entries;
  }

  // ---- rows

  private @Nullable Row<K, V> row(Spot<K, V> spot) {
    Row<K, V> row = spot.row;
    if (row == null || row.table != this) {
      row = row(spot.key, hash(spot.key));
      spot.row = row;
    }
    return row;
  }

  private @Nullable Row<K, V> row(K key, int hash) {
    int at = place(hash);
    while (hashes[at] != FREE) {
      Row<K, V> row = hashes[at] == hash ? rows[at] : null;
      if (row != null && row.key.equals(key)) {
        return row;
      }
      at = next(at);
    }
    return null;
  }

  private int place(int hash) {
    return hash & (hashes.length - 1);
  }

  private int next(int place) {
    return place(place + 1);
  }

  private Row<K, V> add(K key, int hash, V value) {
    Row<K, V> oldest = first;
    if (size >= most && oldest != null) {
      drop(oldest);
    }
    Row<K, V> row = new Row<>(key, hash, value);
    link(row);
    return row;
  }

  private void link(Row<K, V> row) {
    if (2 * size >= hashes.length) {
      grow();
    }
    row.table = this;
    put(row);
    append(row);
    size++;
  }

  private void put(Row<K, V> row) {
    int at = place(row.hash);
    while (hashes[at] != FREE) {
      at = next(at);
    }
    hashes[at] = row.hash;
    rows[at] = row;
  }

  private void grow() {
    int places = 2 * hashes.length;
    hashes = new int[places];
    rows = rows(places);
    for (Row<K, V> row = first; row != null; row = row.after) {
      put(row);
    }
  }

  private void drop(Row<K, V> row) {
    int gap = place(row.hash);
    while (rows[gap] != row) {
      gap = next(gap);
    }
    // Those after it that would not be found across the gap move up.
    for (int at = next(gap); hashes[at] != FREE; at = next(at)) {
      int away = place(at - place(hashes[at]));
      if (away >= place(at - gap)) {
        hashes[gap] = hashes[at];
        rows[gap] = rows[at];
        gap = at;
      }
    }
    hashes[gap] = FREE;
    rows[gap] = null;
    unlink(row);
    row.leave();
    size--;
  }

  private Row<K, V> toEnd(Row<K, V> row) {
    if (row != last) {
      unlink(row);
      append(row);
    }
    return row;
  }

  private void append(Row<K, V> row) {
    row.before = last;
    if (last == null) {
      first = row;
    } else {
      last.after = row;
    }
    last = row;
  }

  private void unlink(Row<K, V> row) {
    Row<K, V> before = row.before;
    Row<K, V> after = row.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    row.before = null;
    row.after = null;
  }

  private static <K> int hash(K key) {
    int hash = key.hashCode() * 0x9e3779b9;
    int spread = hash ^ (hash >>> 16);
    return spread == FREE ? 1 : spread;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <K, V> @Nullable Row<K, V>[] rows(int count) {
    return new Row[count];
  }
}
