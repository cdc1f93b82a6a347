package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.Decision.Accepted;
import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the laws are worth: each defect below is planted into an otherwise true core, and must be
 * found within {@value #SEEDS_MAX} seeds.
 */
class PlantedDefectsTest {
  private static final int SEEDS_MAX = 300;
  private static final int STEPS = 200;

  @ParameterizedTest
  @EnumSource
  void isFound(Defect defect) {
    List<String> found = List.of();
    for (long seed = 0; seed < SEEDS_MAX && found.isEmpty(); seed++) {
      found = Voyage.violations(seed, STEPS, defect.rig.get());
    }
    assertThat(found).as("%s within %d seeds", defect, SEEDS_MAX).isNotEmpty();
  }

  /** A way for the core to be wrong. */
  enum Defect {
    /** What an ended attempt held is never given back. */
    KEEPS_WHAT_ENDED(Keeping::new),
    /** It is given back twice. */
    RELEASES_TWICE(ReleasingTwice::new),
    /** The next one in a local queue does not get the place of the one that ended. */
    FORGETS_HAND_OVER(ForgettingHandOver::new),
    /** Any worker may report the end of any attempt. */
    ACCEPTS_REPORTS_OF_OTHERS(Gullible::new),
    /** The job's end is not said with its last task. */
    NEVER_ENDS_JOBS(() -> dropping(Event.JobEnded.class::isInstance)),
    /** A lost worker's attempts are left as they are. */
    LEAVES_ATTEMPTS_ON_LOST_WORKERS(
        () ->
            dropping(
                event ->
                    event instanceof Event.AttemptEnded e
                        && e.result().outcome() == Outcome.LOST
                        && e.result().message().startsWith("worker "))),
    /** Attempts are numbered from 1 again after the job was retried. */
    REPEATS_NUMBERS_AFTER_RETRY(ForgetfulOfNumbers::new),
    /** Plans are carried out without looking at the present. */
    TRUSTS_PLANS(Trusting::new),
    /** The limit of parallel tasks is not looked at. */
    IGNORES_JOB_LIMIT(IgnoringJobLimit::new),
    /** An event is applied and not recorded. */
    LOSES_AN_EVENT(Lossy::new),
    /** Snapshots forget how often a task failed. */
    SNAPSHOT_FORGETS_FAILURES(ForgetfulSnapshot::new),
    /** A cancelled back-off stays in the timetable. */
    LEAVES_BACKOFFS(LeavingBackoffs::new),
    /** A job starts although what it waits for has not ended. */
    FORGETS_DEPENDENCIES(Impatient::new),
    /** Nobody is told that what he waits for has ended. */
    LEAVES_DEPENDENTS(LeavingDependents::new),
    /** Two of the same name may register. */
    SELLS_NAMES_TWICE(SellingNames::new);

    @SuppressWarnings("ImmutableEnumChecker") // a constructor, which keeps nothing
    private final Supplier<Rig> rig;

    Defect(Supplier<Rig> rig) {
      this.rig = rig;
    }
  }

  private static Rig dropping(Function<Event, Boolean> unwanted) {
    return new Rig() {
      @Override
      Decision handle(Command command, long nowMillis) {
        return changed(
            super.handle(command, nowMillis), event -> !unwanted.apply(event) ? event : null);
      }
    };
  }

  private static Decision changed(Decision decision, Function<Event, Event> change) {
    if (!(decision instanceof Accepted(List<Event> events, Reply reply))) {
      return decision;
    }
    List<Event> kept = new ArrayList<>();
    for (Event event : events) {
      Event now = change.apply(event);
      if (now != null) {
        kept.add(now);
      }
    }
    return new Accepted(kept, reply);
  }

  private static final class Keeping extends Rig {
    @Override
    void apply(Event event) {
      if (event instanceof Event.AttemptEnded e) {
        AttemptRecord attempt = state.activeAttempt(e.attempt());
        super.apply(event);
        if (attempt.follower == null) {
          attempt.worker.free = attempt.worker.free.takeUpTo(attempt.allocation);
        }
      } else {
        super.apply(event);
      }
    }
  }

  private static final class ReleasingTwice extends Rig {
    @Override
    void apply(Event event) {
      if (event instanceof Event.AttemptWithdrawn e) {
        AttemptRecord attempt = state.activeAttempt(e.attempt());
        super.apply(event);
        attempt.worker.free = attempt.worker.free.giveBack(attempt.allocation);
      } else {
        super.apply(event);
      }
    }
  }

  private static final class Impatient extends Rig {
    @Override
    void apply(Event event) {
      super.apply(event);
      if (event instanceof Event.JobAdmitted e && !e.spec().after().dependencies().isEmpty()) {
        JobRecord job = state.job(e.job());
        job.touch().openDependencies = 0;
        job.taskClass.reindex(job);
      }
    }
  }

  private static final class LeavingDependents extends Rig {
    @Override
    void apply(Event event) {
      super.apply(event);
      if (event instanceof Event.JobEnded e) {
        JobRecord job = state.job(e.job());
        state
            .dependents
            .waitersFor(job)
            .forEach(w -> state.dependents.met(state.job(w.job()), w.place()));
      }
    }
  }

  private static final class ForgettingHandOver extends Rig {
    @Override
    void apply(Event event) {
      if (event instanceof Event.AttemptEnded e) {
        state.activeAttempt(e.attempt()).follower = null;
      }
      super.apply(event);
    }
  }

  private static final class Gullible extends Rig {
    @Override
    Decision handle(Command command, long nowMillis) {
      return super.handle(
          command instanceof Command.ReportEnded(_, AttemptId attempt, AttemptResult result)
                  && state.attempt(attempt) != null
              ? new Command.ReportEnded(state.activeAttempt(attempt).worker.id, attempt, result)
              : command,
          nowMillis);
    }
  }

  private static final class ForgetfulOfNumbers extends Rig {
    @Override
    void apply(Event event) {
      super.apply(event);
      if (event instanceof Event.TasksRetried e) {
        state.job(e.job()).touch().numberBase = 0;
      }
    }
  }

  private static final class Trusting extends Rig {
    @Override
    Decision handle(Command command, long nowMillis) {
      if (!(command instanceof Command.CommitPlan(_, List<Placement> placements))) {
        return super.handle(command, nowMillis);
      }
      List<Event> events = new ArrayList<>();
      for (Placement p : placements) {
        TaskClass taskClass = state.classesById.get(p.taskClass());
        if (taskClass != null && !taskClass.ready.isEmpty() && events.isEmpty()) {
          JobRecord job = taskClass.ready.values().iterator().next();
          int index = job.firstWaiting();
          AttemptId attempt = AttemptId.of(job.id.value(), index, job.nextAttemptNumber(index));
          events.add(
              new Event.AttemptPlaced(attempt, p.worker(), p.devices(), p.behind(), nowMillis));
        }
      }
      return new Accepted(events, new Reply.Done());
    }
  }

  private static final class IgnoringJobLimit extends Rig {
    @Override
    Decision handle(Command command, long nowMillis) {
      if (command instanceof Command.CommitPlan) {
        for (TaskClass taskClass : state.classes.values()) {
          taskClass.ready.values().forEach(job -> job.indexedEligible = job.waiting);
        }
      }
      Decision decision = super.handle(command, nowMillis);
      for (JobRecord job : state.jobs.values()) {
        job.indexedEligible = job.eligibleTasks();
      }
      return decision;
    }
  }

  private static final class Lossy extends Rig {
    @Override
    void record(Event event) {
      if (!(event instanceof Event.AttemptStarted)) {
        super.record(event);
      }
    }
  }

  private static final class ForgetfulSnapshot extends Rig {
    @Override
    List<Event> snapshot() {
      List<Event> image = new ArrayList<>();
      for (Event event : super.snapshot()) {
        image.add(
            event instanceof Event.TaskRestored e
                ? new Event.TaskRestored(e.task(), e.attempts(), 0, e.losses(), 0, 0, e.status())
                : event);
      }
      return image;
    }
  }

  private static final class LeavingBackoffs extends Rig {
    @Override
    void apply(Event event) {
      var before = List.copyOf(state.backoffs);
      super.apply(event);
      if (event instanceof Event.JobCancelled) {
        state.backoffs.addAll(before);
      }
    }
  }

  private static final class SellingNames extends Rig {
    @Override
    Decision handle(Command command, long nowMillis) {
      Decision decision = super.handle(command, nowMillis);
      boolean taken =
          decision instanceof Decision.Rejected(var rejection)
              && rejection.code().equals("WORKER_NAME_TAKEN");
      if (taken && command instanceof Command.RegisterWorker c) {
        var id = new WorkerId(state.lastWorker + 1);
        return state.workersByUid.containsKey(c.uid())
            ? decision
            : Decision.of(
                new Event.WorkerRegistered(id, c.uid(), c.incarnation(), c.spec(), nowMillis));
      }
      return decision;
    }
  }
}
