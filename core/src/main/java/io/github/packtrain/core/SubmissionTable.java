package io.github.packtrain.core;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Jobs by their submission: a hash table with the jobs themselves as entries, since each knows its
 * owner and submission id. Never iterated.
 *
 * <p>A job stands within {@value #STEPS} places of where its hash points. Clients choose submission
 * ids, so many may be made to hash alike: what finds no place there goes to a tree, and no look-up
 * is ever long.
 */
final class SubmissionTable {
  private static final int STEPS = 16;
  private static final int SMALL = 64;
  private static final int SPREAD = 0x9E3779B9;

  private @Nullable JobRecord[] slots = new JobRecord[SMALL];

  /** Of the jobs in {@link #slots}. */
  private int[] hashes = new int[SMALL];

  private int inSlots;
  private final TreeMap<String, JobRecord> crowded = new TreeMap<>();

  int size() {
    return inSlots + crowded.size();
  }

  @Nullable JobRecord get(String owner, String submissionId) {
    int at = find(owner, submissionId);
    if (at >= 0) {
      return slots[at];
    }
    return crowded.isEmpty() ? null : crowded.get(key(owner, submissionId));
  }

  /** Adds the job, or puts it in the place of another of the same submission. */
  void put(JobRecord job) {
    remove(job.owner, job.submissionId);
    if (2 * (inSlots + 1) > slots.length) {
      grow();
    }
    place(job, hash(job.owner, job.submissionId));
  }

  void remove(String owner, String submissionId) {
    int at = find(owner, submissionId);
    if (at >= 0) {
      slots[at] = null;
      inSlots--;
    } else if (!crowded.isEmpty()) {
      crowded.remove(key(owner, submissionId));
    }
  }

  private void place(JobRecord job, int hash) {
    for (int step = 0; step < STEPS; step++) {
      int at = (hash + step) & (slots.length - 1);
      if (slots[at] == null) {
        slots[at] = job;
        hashes[at] = hash;
        inSlots++;
        return;
      }
    }
    crowded.put(key(job.owner, job.submissionId), job);
  }

  private int find(String owner, String submissionId) {
    int hash = hash(owner, submissionId);
    for (int step = 0; step < STEPS; step++) {
      int at = (hash + step) & (slots.length - 1);
      if (hashes[at] == hash) {
        JobRecord job = slots[at];
        if (job != null && job.submissionId.equals(submissionId) && job.owner.equals(owner)) {
          return at;
        }
      }
    }
    return -1;
  }

  private void grow() {
    @Nullable JobRecord[] oldSlots = slots;
    int[] oldHashes = hashes;
    slots = new JobRecord[2 * oldSlots.length];
    hashes = new int[slots.length];
    inSlots = 0;
    for (int i = 0; i < oldSlots.length; i++) {
      JobRecord job = oldSlots[i];
      if (job != null) {
        place(job, oldHashes[i]);
      }
    }
  }

  private static int hash(String owner, String submissionId) {
    int hash = (owner.hashCode() * 31 + submissionId.hashCode()) * SPREAD;
    return hash ^ (hash >>> 16);
  }

  private static String key(String owner, String submissionId) {
    return owner + '\n' + submissionId;
  }
}
