package io.github.packtrain.core;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Records by number, where numbers are given out one after the other and mostly leave in that
 * order: an array of pages, of which only those in use exist. A look-up is two array accesses, and
 * iteration goes by number.
 *
 * <pre>
 *   first = 3 → [ page 3: 12 _ 14 15 ] [ none ] [ page 5: 20 21 _ _ ]   (pages of four)
 * </pre>
 *
 * <p>Memory: a page per run of {@code 1 << pageBits} numbers in use, and one reference for each run
 * between the lowest and the highest.
 */
final class IdTable<T> {
  private static final Page[] NONE = new Page[0];

  private final int pageBits;
  private Page[] pages = NONE;

  /** Page number of {@code pages[0]}. */
  private long first;

  private int size;

  private static final class Page {
    final @Nullable Object[] slots;
    int used;

    Page(int size) {
      slots = new Object[size];
    }
  }

  IdTable(int pageBits) {
    this.pageBits = pageBits;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  @Nullable T get(long id) {
    Page page = pageOf(id);
    return page == null ? null : IdTable.<T>cast(page.slots[slot(id)]);
  }

  /** Adds or replaces. */
  void put(long id, T value) {
    int at = room(id >> pageBits);
    Page page = pages[at];
    if (page == null) {
      page = new Page(1 << pageBits);
      pages[at] = page;
    }
    if (page.slots[slot(id)] == null) {
      page.used++;
      size++;
    }
    page.slots[slot(id)] = value;
  }

  void remove(long id) {
    Page page = pageOf(id);
    if (page != null && page.slots[slot(id)] != null) {
      page.slots[slot(id)] = null;
      size--;
      if (--page.used == 0) {
        pages[(int) ((id >> pageBits) - first)] = null;
        if (size == 0) {
          pages = NONE;
        }
      }
    }
  }

  /** In order of number; not to be changed meanwhile. */
  Collection<T> values() {
    return new AbstractCollection<>() {
      @Override
      public Iterator<T> iterator() {
        return new Walk(first << pageBits, 1);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /** Those below {@code id}, highest number first. */
  Iterable<T> downFrom(long id) {
    long end = (first + pages.length) << pageBits;
    return () -> new Walk(Math.min(id, end) - 1, -1);
  }

  private @Nullable Page pageOf(long id) {
    long at = (id >> pageBits) - first;
    return at >= 0 && at < pages.length ? pages[(int) at] : null;
  }

  private int slot(long id) {
    return (int) (id & ((1L << pageBits) - 1));
  }

  /** Makes room for a page; answers its place. */
  private int room(long page) {
    if (pages.length == 0) {
      first = page;
      pages = new Page[1];
    } else if (page < first) {
      // Below what there was, as when old numbers come back: with some room for more of them.
      long start = Math.max(0, page - pages.length / 2);
      int shift = Math.toIntExact(first - start);
      Page[] grown = new Page[Math.addExact(pages.length, shift)];
      System.arraycopy(pages, 0, grown, shift, pages.length);
      pages = grown;
      first = start;
    } else if (page - first >= pages.length) {
      int unused = 0;
      while (unused < pages.length && pages[unused] == null) {
        unused++;
      }
      int needed = Math.toIntExact(page - first - unused + 1);
      int length = Math.max(needed, pages.length - unused + pages.length / 2);
      Page[] grown = new Page[length];
      System.arraycopy(pages, unused, grown, 0, pages.length - unused);
      pages = grown;
      first += unused;
    }
    return (int) (page - first);
  }

  @SuppressWarnings("unchecked") // only values of T are put
  private static <T> @Nullable T cast(@Nullable Object value) {
    return (T) value;
  }

  private final class Walk implements Iterator<T> {
    private final int step;
    private long id;
    private @Nullable T found;

    Walk(long from, int step) {
      this.id = from;
      this.step = step;
      find();
    }

    private void find() {
      found = null;
      while (found == null
          && (id >> pageBits) >= first
          && (id >> pageBits) < first + pages.length) {
        Page page = pageOf(id);
        if (page == null) {
          long edge = (id >> pageBits) << pageBits;
          id = step > 0 ? edge + (1L << pageBits) : edge - 1;
        } else {
          found = IdTable.<T>cast(page.slots[slot(id)]);
          id += step;
        }
      }
    }

    @Override
    public boolean hasNext() {
      return found != null;
    }

    @Override
    public T next() {
      T next = found;
      if (next == null) {
        throw new NoSuchElementException();
      }
      find();
      return next;
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(values().toArray());
  }
}
