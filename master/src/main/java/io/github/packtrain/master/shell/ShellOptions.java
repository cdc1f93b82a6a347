package io.github.packtrain.master.shell;

import io.github.packtrain.core.plan.place.PlacementChoice;

/**
 * How the threads around the loop work.
 *
 * @param heartbeatMillis how often workers speak
 * @param lostAfterMillis silence after which a worker is lost
 * @param placementsMax of one plan
 * @param snapshotEvents a snapshot is due after so many events
 * @param snapshotMillis or after this time, if anything happened
 */
public record ShellOptions(
    long heartbeatMillis,
    long lostAfterMillis,
    PlacementChoice policy,
    int placementsMax,
    long snapshotEvents,
    long snapshotMillis) {
  public static final int PLACEMENTS_MAX_DEFAULT = 10_000;
  public static final long SNAPSHOT_EVENTS_DEFAULT = 200_000;
  public static final long SNAPSHOT_DEFAULT_MILLIS = 600_000;

  /** Bounds and snapshots at their defaults. */
  public static ShellOptions of(
      long heartbeatMillis, long lostAfterMillis, PlacementChoice policy) {
    return new ShellOptions(
        heartbeatMillis,
        lostAfterMillis,
        policy,
        PLACEMENTS_MAX_DEFAULT,
        SNAPSHOT_EVENTS_DEFAULT,
        SNAPSHOT_DEFAULT_MILLIS);
  }
}
