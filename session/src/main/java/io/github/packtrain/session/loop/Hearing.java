package io.github.packtrain.session.loop;

import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who was heard when, and what a silence means. Soft state: after a restart of the master, or a
 * pause of it, everybody has the full time again.
 *
 * <ol>
 *   <li>A worker that has been silent for half of lost-after is <b>quiet</b>: it gets nothing new.
 *   <li>One that has been silent for all of it is <b>lost</b>: what it ran runs elsewhere.
 *   <li>Unless more than 55 % of the workers, and at least two, are quiet at once. Machines rarely
 *       fall silent together, but a master's own network or machine makes them all look so: "it is
 *       us". Then nobody is lost until we are sure, which is when the others are heard again and
 *       the silent ones have had a full lost-after since; or when a worker has been silent for four
 *       times lost-after, whatever the others do.
 * </ol>
 *
 * <p>Silence is counted in time that we were awake. A sleep of ours of more than half of lost-after
 * is "us" as well: workers have given up their streams meanwhile and must dial again, all at once.
 * Nobody is lost in the four times lost-after that follow.
 *
 * <p>A worker alone is no crowd: its silence is judged by the second rule. Proof of death needs no
 * silence at all: a new process of a worker says itself what its predecessor has left.
 *
 * <p>Example, lost-after 30 s, ten workers: two stop at 0 s and are lost at 30 s. If six stop, they
 * are lost at 120 s; if four of these six are heard again at 70 s, the other two are lost at 100 s.
 */
final class Hearing {
  /** More than this share of the workers quiet at once means that it is us. */
  static final int MASS_PERCENT = 55;

  /** Nobody is silent for so many times lost-after and alive. */
  static final int SURE_SPANS = 4;

  private static final int MASS_MIN = 2;

  private final long quietMillis;
  private final long lostAfterMillis;
  private final TreeMap<WorkerId, Voice> voices = new TreeMap<>();
  private boolean massSilence;
  private long calmSinceMillis;
  private long recoveredAtMillis;

  /** One worker's. */
  private static final class Voice {
    long heardAtMillis;
    boolean quiet;

    /** Not lost, so it may become so. */
    boolean watched;
  }

  Hearing(LoopOptions options, long nowMillis) {
    this.lostAfterMillis = options.lostAfterMillis();
    this.quietMillis = lostAfterMillis / 2;
    // Nothing was calm before we started, and nothing was wrong either.
    this.calmSinceMillis = nowMillis - lostAfterMillis;
    this.recoveredAtMillis = nowMillis;
  }

  /** The worker has spoken; true when it was quiet before. */
  boolean heard(WorkerId worker, long nowMillis) {
    Voice voice = voices.computeIfAbsent(worker, _ -> new Voice());
    boolean wasQuiet = voice.quiet;
    voice.heardAtMillis = nowMillis;
    voice.quiet = false;
    voice.watched = true;
    return wasQuiet;
  }

  /** The worker is lost: its silence counts no more. */
  void lost(WorkerId worker) {
    Voice voice = voices.get(worker);
    if (voice != null) {
      voice.watched = false;
    }
  }

  void forget(WorkerId worker) {
    voices.remove(worker);
  }

  /** We have heard nobody for so long because we slept; some may have been heard since we woke. */
  void slept(long millis, long nowMillis) {
    for (Voice voice : voices.values()) {
      voice.heardAtMillis = Math.min(voice.heardAtMillis + millis, nowMillis);
    }
    calmSinceMillis = Math.min(calmSinceMillis + millis, nowMillis);
    if (millis > quietMillis) {
      recoveredAtMillis = nowMillis + SURE_SPANS * lostAfterMillis;
    } else if (recoveredAtMillis > nowMillis - millis) {
      recoveredAtMillis += millis;
    }
  }

  /** Looks at everybody once; to be called from time to time, at least thrice per heartbeat. */
  List<WorkerId> findLost(long nowMillis) {
    listen(nowMillis);
    List<WorkerId> lost = new ArrayList<>();
    for (Map.Entry<WorkerId, Voice> entry : voices.entrySet()) {
      Voice voice = entry.getValue();
      if (voice.watched && isOver(nowMillis - voice.heardAtMillis, nowMillis)) {
        lost.add(entry.getKey());
      }
    }
    return lost;
  }

  private void listen(long nowMillis) {
    int watched = 0;
    int quiet = 0;
    for (Voice voice : voices.values()) {
      voice.quiet = nowMillis - voice.heardAtMillis > quietMillis;
      watched += voice.watched ? 1 : 0;
      quiet += voice.watched && voice.quiet ? 1 : 0;
    }
    boolean mass = quiet >= MASS_MIN && quiet * 100L > (long) MASS_PERCENT * watched;
    if (massSilence && !mass) {
      calmSinceMillis = nowMillis;
    }
    massSilence = mass;
  }

  private boolean isOver(long silentMillis, long nowMillis) {
    if (nowMillis < recoveredAtMillis) {
      return false;
    }
    if (silentMillis > SURE_SPANS * lostAfterMillis) {
      return true;
    }
    return !massSilence
        && silentMillis > lostAfterMillis
        && nowMillis - calmSinceMillis > lostAfterMillis;
  }

  /** Whether the worker should get nothing new. */
  boolean isQuiet(WorkerId worker) {
    Voice voice = voices.get(worker);
    return voice == null || voice.quiet;
  }

  /** When the worker spoke last; those that never did are not in it. */
  Map<WorkerId, Long> heardAt() {
    TreeMap<WorkerId, Long> heard = new TreeMap<>();
    voices.forEach((worker, voice) -> heard.put(worker, voice.heardAtMillis));
    return heard;
  }

  String silenceOf(WorkerId worker, long nowMillis) {
    Voice voice = voices.get(worker);
    return "silent for " + (voice == null ? 0 : nowMillis - voice.heardAtMillis) + " ms";
  }
}
