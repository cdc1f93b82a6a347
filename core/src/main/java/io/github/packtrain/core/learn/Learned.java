package io.github.packtrain.core.learn;

import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything learned so far: a fold over attempts that started and ended. Looking leaves no trace;
 * the same starts and ends in the same order give the same state, also by way of a snapshot.
 *
 * <p>Cost: a start and an end are some look-ups each; memory is bounded, at the very most some 10
 * MB with all tables full. For one thread; others get {@link WorkerLessons} and {@link
 * FleetLessons}, which are immutable.
 */
public final class Learned {
  private static final int KINDS_MAX = 256;

  private final RunTimes runTimes = new RunTimes();
  private final Standings standings = new Standings();
  private final RecentTable<String, KindTally> tallies = new RecentTable<>(KINDS_MAX);

  /** Not part of what is learned: for those who keep something made of it. */
  private long ends;

  private long lastEndMillis;

  /**
   * What is to be expected of an attempt that starts now.
   *
   * @param worker its worker's number
   * @param hardware what kind of machine that is, see {@link Hardware}
   */
  public Estimate expect(Subject subject, int worker, String hardware) {
    return runTimes.predict(subject, worker, standings.slowness(subject, worker, hardware));
  }

  /** How long such a task will run on whatever worker. */
  public Prediction predict(Subject subject) {
    return runTimes.predict(subject, 0, 0).toPrediction();
  }

  /** How long such a task will run on this worker. */
  public Prediction predict(Subject subject, int worker, String hardware) {
    return expect(subject, worker, hardware).toPrediction();
  }

  /**
   * An attempt ended.
   *
   * @param expected what was expected when it started
   * @param result how it ended, with its run time
   */
  public void ended(
      Subject subject,
      int worker,
      String hardware,
      Estimate expected,
      AttemptResult result,
      long atMillis) {
    ends++;
    lastEndMillis = Math.max(lastEndMillis, atMillis);
    tallies.touch(subject.kind(), KindTally::new).count(result.outcome(), result.runMillis());
    switch (result.outcome()) {
      case SUCCEEDED -> {
        int log = LogTime.of(result.runMillis());
        runTimes.score(subject, expected, log);
        standings.succeeded(subject, worker, hardware, log - expected.anywhere(), atMillis);
        runTimes.observe(subject, worker, log);
      }
      case FAILED, SIGNALLED, OUT_OF_MEMORY, NOT_STARTED, BAD_RESULT, TIMED_OUT, LOST ->
          standings.failed(subject, worker, atMillis);
      case CANCELLED, EVICTED -> {}
    }
  }

  /** The worker will not come back. */
  public void forgetWorker(int worker) {
    standings.forget(worker);
  }

  /** What was learned of a worker. */
  public WorkerLessons lessonsOf(int worker, String hardware) {
    return standings.lessons(worker, hardware);
  }

  /** What was learned of all workers together; the same object until more is learned. */
  public FleetLessons fleet() {
    return standings.fleet();
  }

  /** How many changes there were since this object was made or restored, rows restored included. */
  public long ends() {
    return ends;
  }

  /** When the last attempt ended, 0 when none did. */
  public long lastEndMillis() {
    return lastEndMillis;
  }

  /** Everything, as rows for a snapshot. */
  public List<Lesson> snapshot() {
    return image().write();
  }

  /** Takes a row of a snapshot; rows come in the order of {@link #snapshot}. */
  public void restore(Lesson row) {
    ends++;
    if (row.table() == Lesson.Table.STANDING_OF_ALL) {
      lastEndMillis = Math.max(lastEndMillis, Standing.read(row.numbers()).lastEndMillis());
    }
    image().read(row);
  }

  private LearnedImage image() {
    return new LearnedImage(runTimes, standings, tallies);
  }

  /** How honest predictions have been, by the evidence that they rested on. */
  public List<Coverage> coverage() {
    List<Coverage> all = new ArrayList<>();
    for (Rung rung : Rung.values()) {
      all.add(runTimes.coverage(rung));
    }
    return all;
  }

  /** Run times and ends by kind, in order of name. */
  public List<KindLessons> kinds() {
    List<KindLessons> found = new ArrayList<>();
    for (RecentTable.Entry<String, KindTally> entry : tallies.entries()) {
      KindTally tally = entry.value();
      List<KindLessons.Ends> ends = new ArrayList<>();
      for (Outcome outcome : Outcome.values()) {
        if (tally.ends(outcome) > 0) {
          ends.add(new KindLessons.Ends(outcome, tally.ends(outcome)));
        }
      }
      Prediction usual = predict(Subject.ofKind(entry.key()));
      found.add(new KindLessons(entry.key(), ends, tally.runMillis(), usual));
    }
    found.sort(KindLessons.BY_NAME);
    return found;
  }

  /** How many keys each rung of the ladder knows, in order of {@link Rung}. */
  public List<Integer> keysByRung() {
    List<Integer> keys = new ArrayList<>();
    for (Rung rung : Rung.values()) {
      keys.add(runTimes.keys(rung));
    }
    return keys;
  }

  /** How many run times were learned from. */
  public long observations() {
    return runTimes.observations();
  }
}
