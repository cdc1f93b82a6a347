package io.github.packtrain.master.shadow;

import io.github.packtrain.core.policy.Setting;
import java.util.List;

/**
 * Where the shadow would have decided otherwise so far.
 *
 * @param shadow which policy, by whom and since when; its problem is why it ended by itself
 * @param running false after it was stopped
 * @param plans that were compared
 * @param skipped plans that came while it was busy with an earlier one
 * @param tally of their decisions
 * @param shadowNanos processor time of its plans
 * @param liveNanos processor time of the live plans that were compared
 * @param examples the latest, oldest first
 */
public record ShadowReport(
    Setting shadow,
    boolean running,
    long plans,
    long skipped,
    Tally tally,
    long shadowNanos,
    long liveNanos,
    List<Example> examples) {
  public ShadowReport {
    examples = List.copyOf(examples);
  }

  /**
   * Decisions of the live policy, and how the shadow's differ.
   *
   * @param decisions tasks that the live policy placed
   * @param otherWorker of these, how many the shadow placed on another worker
   * @param otherDevices on the same worker, but on other devices of it
   * @param liveOnly the shadow did not place at all
   * @param shadowOnly placed by the shadow, and not by the live policy
   */
  public record Tally(
      long decisions, long otherWorker, long otherDevices, long liveOnly, long shadowOnly) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    Tally plus(Tally more) {
      return new Tally(
          decisions + more.decisions,
          otherWorker + more.otherWorker,
          otherDevices + more.otherDevices,
          liveOnly + more.liveOnly,
          shadowOnly + more.shadowOnly);
    }

    /** How many would have been made otherwise. */
    public long otherwise() {
      return otherWorker + otherDevices + liveOnly + shadowOnly;
    }
  }

  /**
   * A task that would have gone elsewhere.
   *
   * @param job whose task it is, such as {@code J42}; tasks that ask the same are interchangeable
   * @param liveWorker name, or empty when only the shadow placed it
   * @param shadowWorker name, or empty when the shadow did not place it
   * @param why what the shadow made of its choice and of the next best
   */
  public record Example(
      long atMillis, String job, String liveWorker, String shadowWorker, String why) {}
}
