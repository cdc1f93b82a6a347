package io.github.packtrain.core.learn;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** By worker's number, in pages: numbers are given out in order, and most of the old ones went. */
final class WorkerTable {
  private static final int PAGE_BITS = 8;
  private static final int PAGE = 1 << PAGE_BITS;

  private @Nullable Page[] pages = new Page[1];

  private static final class Page {
    final @Nullable WorkerTopics[] workers = new WorkerTopics[PAGE];
    int used;
  }

  @Nullable WorkerTopics find(int worker) {
    Page page = pageOf(worker);
    return page == null ? null : page.workers[worker & (PAGE - 1)];
  }

  private @Nullable Page pageOf(int worker) {
    int number = worker >> PAGE_BITS;
    return number < pages.length ? pages[number] : null;
  }

  WorkerTopics of(int worker) {
    Page page = pageOf(worker);
    if (page == null) {
      page = addPage(worker >> PAGE_BITS);
    }
    WorkerTopics known = page.workers[worker & (PAGE - 1)];
    if (known == null) {
      known = new WorkerTopics();
      page.workers[worker & (PAGE - 1)] = known;
      page.used++;
    }
    return known;
  }

  private Page addPage(int number) {
    if (number >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(number + 1, 2 * pages.length));
    }
    Page page = new Page();
    pages[number] = page;
    return page;
  }

  void forget(int worker) {
    Page page = pageOf(worker);
    if (page != null && page.workers[worker & (PAGE - 1)] != null) {
      page.workers[worker & (PAGE - 1)] = null;
      page.used--;
      if (page.used == 0) {
        pages[worker >> PAGE_BITS] = null;
      }
    }
  }

  /** In order of number. */
  void forEach(BiConsumer<Integer, WorkerTopics> action) {
    for (int number = 0; number < pages.length; number++) {
      Page page = pages[number];
      for (int i = 0; page != null && i < PAGE; i++) {
        WorkerTopics topics = page.workers[i];
        if (topics != null) {
          action.accept((number << PAGE_BITS) + i, topics);
        }
      }
    }
  }
}
