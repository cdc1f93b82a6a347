package io.github.packtrain.core;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in the order of their queue ({@link JobRecord#isBefore}), some bytes for each: short sorted
 * arrays, one after the other. Joining at the end and leaving at the front, which is what jobs do,
 * touches one of them. Whatever decides about the place of a job does not change while it is here.
 */
final class JobLine {
  private static final int CHUNK = 128;
  private static final int SMALL = 4;

  private final List<Chunk> chunks = new ArrayList<>(1);
  private int size;

  private static final class Chunk {
    @Nullable JobRecord[] jobs = new JobRecord[SMALL];
    int count;

    JobRecord at(int index) {
      JobRecord job = jobs[index];
      if (job == null) {
        throw new IllegalStateException("nobody at " + index + " of " + count);
      }
      return job;
    }

    /** Where the job is, or {@code -(place where it belongs) - 1}. */
    int find(JobRecord job) {
      int low = 0;
      int high = count - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        JobRecord there = at(middle);
        if (there == job) {
          return middle;
        }
        if (there.isBefore(job)) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -low - 1;
    }

    void insert(int at, JobRecord job) {
      if (count == jobs.length) {
        jobs = Arrays.copyOf(jobs, 2 * count);
      }
      System.arraycopy(jobs, at, jobs, at + 1, count - at);
      jobs[at] = job;
      count++;
    }

    void delete(int at) {
      System.arraycopy(jobs, at + 1, jobs, at, count - at - 1);
      jobs[--count] = null;
    }

    Chunk split() {
      Chunk upper = new Chunk();
      int keep = count / 2;
      upper.jobs = Arrays.copyOfRange(jobs, keep, keep + jobs.length);
      upper.count = count - keep;
      Arrays.fill(jobs, keep, count, null);
      count = keep;
      return upper;
    }
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds a job; nothing happens when it is there. */
  void add(JobRecord job) {
    if (chunks.isEmpty()) {
      chunks.add(new Chunk());
    }
    int where = chunkOf(job);
    Chunk chunk = chunks.get(where);
    if (chunk.count == CHUNK) {
      boolean joinsAtEnd = where == chunks.size() - 1 && chunk.at(CHUNK - 1).isBefore(job);
      Chunk next = joinsAtEnd ? new Chunk() : chunk.split();
      chunks.add(where + 1, next);
      if (joinsAtEnd || !job.isBefore(next.at(0))) {
        chunk = next;
      }
    }
    int at = chunk.find(job);
    if (at < 0) {
      chunk.insert(-at - 1, job);
      size++;
    }
  }

  /** Removes a job; nothing happens when it is not there. */
  void remove(JobRecord job) {
    if (chunks.isEmpty()) {
      return;
    }
    int where = chunkOf(job);
    Chunk chunk = chunks.get(where);
    int at = chunk.find(job);
    if (at >= 0) {
      chunk.delete(at);
      size--;
      if (chunk.count == 0) {
        chunks.remove(where);
      }
    }
  }

  /** In order; not to be changed meanwhile. */
  Collection<JobRecord> values() {
    return new AbstractCollection<>() {
      @Override
      public Iterator<JobRecord> iterator() {
        return new Walk();
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /** How many come before {@code job}, which need not be here. */
  int countBefore(JobRecord job) {
    int before = 0;
    for (Chunk chunk : chunks) {
      int at = chunk.find(job);
      int smaller = at < 0 ? -at - 1 : at;
      before += smaller;
      if (smaller < chunk.count) {
        break;
      }
    }
    return before;
  }

  /** Of those before {@code job}, the {@code limit} that come last, last first. */
  List<JobRecord> lastBefore(JobRecord job, int limit) {
    List<JobRecord> found = new ArrayList<>();
    for (int i = chunks.size() - 1; i >= 0 && found.size() < limit; i--) {
      Chunk chunk = chunks.get(i);
      int at = chunk.find(job);
      for (int j = (at < 0 ? -at - 1 : at) - 1; j >= 0 && found.size() < limit; j--) {
        found.add(chunk.at(j));
      }
    }
    return found;
  }

  /** The {@code limit} that come last of all, last first. */
  List<JobRecord> last(int limit) {
    List<JobRecord> found = new ArrayList<>();
    for (int i = chunks.size() - 1; i >= 0 && found.size() < limit; i--) {
      Chunk chunk = chunks.get(i);
      for (int j = chunk.count - 1; j >= 0 && found.size() < limit; j--) {
        found.add(chunk.at(j));
      }
    }
    return found;
  }

  /** The last chunk that begins at or before {@code job}, else the first. */
  private int chunkOf(JobRecord job) {
    int low = 0;
    int high = chunks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (!job.isBefore(chunks.get(middle).at(0))) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private final class Walk implements Iterator<JobRecord> {
    private int chunk;
    private int at;

    @Override
    public boolean hasNext() {
      return chunk < chunks.size();
    }

    @Override
    public JobRecord next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      JobRecord job = chunks.get(chunk).at(at++);
      if (at == chunks.get(chunk).count) {
        at = 0;
        chunk++;
      }
      return job;
    }
  }
}
