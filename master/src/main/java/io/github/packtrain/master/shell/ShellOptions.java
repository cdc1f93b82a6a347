package io.github.packtrain.master.shell;

import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.master.policy.UserPolicies;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the threads around the loop work.
 *
 * @param heartbeatMillis how often workers speak
 * @param lostAfterMillis silence after which a worker is lost
 * @param placementsMax of one plan
 * @param snapshotEvents a snapshot is due after so many events
 * @param snapshotMillis or after this time, if anything happened
 * @param own where users' own policies are
 */
public record ShellOptions(
    long heartbeatMillis,
    long lostAfterMillis,
    PlacementChoice policy,
    int placementsMax,
    long snapshotEvents,
    long snapshotMillis,
    OwnPolicies own) {
  public static final int PLACEMENTS_MAX_DEFAULT = 10_000;
  public static final long SNAPSHOT_EVENTS_DEFAULT = 200_000;
  public static final long SNAPSHOT_DEFAULT_MILLIS = 600_000;

  /**
   * Users' own policies.
   *
   * @param directory of their jars; empty for {@code policies} in the data directory
   * @param boundMillis how long one plan, or the ranking of a thousand jobs, may take
   */
  public record OwnPolicies(Optional<Path> directory, long boundMillis) {
    public static final OwnPolicies DEFAULT =
        new OwnPolicies(Optional.empty(), UserPolicies.BOUND_DEFAULT_MILLIS);
  }

  /** Without other policies than those in the data directory. */
  public ShellOptions(
      long heartbeatMillis,
      long lostAfterMillis,
      PlacementChoice policy,
      int placementsMax,
      long snapshotEvents,
      long snapshotMillis) {
    this(
        heartbeatMillis,
        lostAfterMillis,
        policy,
        placementsMax,
        snapshotEvents,
        snapshotMillis,
        OwnPolicies.DEFAULT);
  }

  /** The same with users' own policies from elsewhere. */
  public ShellOptions withOwn(OwnPolicies newOwn) {
    return new ShellOptions(
        heartbeatMillis,
        lostAfterMillis,
        policy,
        placementsMax,
        snapshotEvents,
        snapshotMillis,
        newOwn);
  }

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
