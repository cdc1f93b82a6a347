package io.github.packtrain.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Event;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.search.Candidate;
import io.github.packtrain.search.Origin;
import io.github.packtrain.search.StudyEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has been, told once, however often the teller is interrupted. */
class HistoryTest {
  private static final WorkerId BOX = new WorkerId(1);
  private static final JobId JOB = new JobId(1);
  private static final JobId BIG = new JobId(2);
  private static final Device GPU =
      new Device("GPU-1", 0, Vendor.NVIDIA, "T4", 16, 75, 0, "", true);
  private static final int BIG_TASKS = 1000;
  private static final int PARAMS_COUNT = 300;

  @TempDir Path temp;

  @Test
  void anEndedJobIsThereWithItsTasksAttemptsAndMeasurements() {
    try (DataDirectory directory = DataDirectory.open(temp);
        History history = History.open(directory, Long.MAX_VALUE)) {
      history.project(story());

      PastJob job = history.findJob(JOB).orElseThrow();
      assertThat(job.state()).isEqualTo(JobState.FAILED);
      assertThat(job.owner()).isEqualTo("ada");
      assertThat(job.spec().name()).isEqualTo("sweep");
      assertThat(
              List.of(job.count(), job.completed(), job.failed(), job.cancelled(), job.timedOut()))
          .containsExactly(5, 1, 1, 2, 1);
      assertThat(job.submittedAtMillis()).isEqualTo(10);
      assertThat(job.endedAtMillis()).isEqualTo(90);

      List<PastTask> tasks = history.tasks(JOB, 0, 100, Set.of());
      assertThat(tasks)
          .extracting(PastTask::state)
          .containsExactly(
              TaskState.COMPLETED,
              TaskState.FAILED,
              TaskState.TIMED_OUT,
              TaskState.CANCELLED,
              TaskState.CANCELLED);
      assertThat(tasks).extracting(PastTask::params).containsExactly("p0", "p1", "p2", "p3", "p4");
      assertThat(tasks).extracting(PastTask::attempts).containsExactly(1, 2, 1, 0, 1);
      assertThat(tasks.getFirst().result().orElseThrow().metrics()).containsEntry("acc", 0.9);
      assertThat(history.tasks(JOB, 1, 1, Set.of(TaskState.CANCELLED)))
          .extracting(task -> task.id().index())
          .containsExactly(3);

      List<PastAttempt> attempts = history.attempts(new TaskId(JOB, 1));
      assertThat(attempts).extracting(attempt -> attempt.id().number()).containsExactly(1, 2);
      PastAttempt first = attempts.getFirst();
      assertThat(first.workerName()).isEqualTo("box");
      assertThat(first.devices()).containsExactly(new DeviceShare(0, 500, 7));
      assertThat(List.of(first.placedAtMillis(), first.startedAtMillis(), first.endedAtMillis()))
          .containsExactly(20L, 21L, 30L);
      assertThat(first.result().exitCode()).isEqualTo(3);

      List<PastMeasurement> curve = history.measurements(new TaskId(JOB, 0), 0, 10);
      assertThat(curve).extracting(point -> point.measurement().step()).containsExactly(1L, 2L);
      assertThat(history.measurements(new TaskId(JOB, 0), curve.getFirst().position(), 10))
          .containsExactly(curve.getLast());

      assertThat(history.trials("spirals", 0, 10)).hasSize(1);
      assertThat(history.trials("spirals", 0, 10).getFirst().suggested().orElseThrow().origin())
          .isEqualTo(new Origin.Sampled());
    }
  }

  @Test
  void pagesAndFilters() {
    try (DataDirectory directory = DataDirectory.open(temp);
        History history = History.open(directory, Long.MAX_VALUE)) {
      history.project(story());
      JobId top = new JobId(Long.MAX_VALUE);
      assertThat(history.jobsBefore(top, 10, Set.of(), ""))
          .extracting(PastJob::id)
          .containsExactly(BIG, JOB);
      assertThat(history.jobsBefore(top, 1, Set.of(), ""))
          .extracting(PastJob::id)
          .containsExactly(BIG);
      assertThat(history.jobsBefore(BIG, 10, Set.of(), ""))
          .extracting(PastJob::id)
          .containsExactly(JOB);
      assertThat(history.jobsBefore(top, 10, Set.of(JobState.FAILED), ""))
          .extracting(PastJob::id)
          .containsExactly(JOB);
      assertThat(history.jobsBefore(top, 10, Set.of(), "bob"))
          .extracting(PastJob::id)
          .containsExactly(BIG);
      assertThat(history.findJob(new JobId(3))).as("a living job").isEmpty();

      List<PastTask> all = new ArrayList<>();
      for (List<PastTask> page = history.tasks(BIG, 0, 300, Set.of());
          !page.isEmpty();
          page = history.tasks(BIG, all.size(), 300, Set.of())) {
        all.addAll(page);
      }
      assertThat(all).hasSize(BIG_TASKS + PARAMS_COUNT);
      assertThat(all.get(BIG_TASKS - 1).params()).isEmpty();
      assertThat(all.get(BIG_TASKS).params()).isEqualTo("b0");
      assertThat(all.getLast().params()).isEqualTo("b" + (PARAMS_COUNT - 1));
      assertThat(history.tasks(BIG, 0, 10, Set.of(TaskState.COMPLETED)))
          .extracting(task -> task.id().index())
          .containsExactly(1200);
    }
  }

  @Test
  void howeverOftenItIsInterruptedEachFactIsTakenOnce() {
    List<Recorded> story = story();
    String expected;
    try (DataDirectory directory = DataDirectory.open(temp.resolve("whole"));
        History history = History.open(directory, Long.MAX_VALUE)) {
      history.project(story);
      expected = dump(history);
    }
    for (int cut = 0; cut <= story.size(); cut++) {
      for (int snapshot = 0; snapshot <= cut; snapshot++) {
        try (DataDirectory directory = DataDirectory.open(temp.resolve(cut + "-" + snapshot))) {
          try (History history = History.open(directory, Long.MAX_VALUE)) {
            for (Recorded batch : story.subList(0, cut)) {
              history.project(List.of(batch));
            }
          }
          // The replica starts again from a snapshot that is older than the history, as it always
          // is.
          try (History history = History.open(directory, Long.MAX_VALUE)) {
            assertThat(history.position()).isEqualTo(cut);
            CoreState state = new CoreState();
            for (Recorded batch : story.subList(0, snapshot)) {
              for (Fact fact : batch.facts()) {
                if (fact instanceof Event event) {
                  state.apply(event);
                }
              }
            }
            history.restore(snapshot, state.snapshot());
            history.project(story.subList(snapshot, story.size()));
            assertThat(dump(history)).as("cut %d, snapshot %d", cut, snapshot).isEqualTo(expected);
          }
        }
      }
    }
  }

  @Test
  void aLostHistoryBeginsAgainWithWhatTheSnapshotKnows() {
    List<Recorded> story = story();
    CoreState state = new CoreState();
    for (Recorded batch : story) {
      for (Fact fact : batch.facts()) {
        if (fact instanceof Event event) {
          state.apply(event);
        }
      }
    }
    try (DataDirectory directory = DataDirectory.open(temp);
        History history = History.open(directory, Long.MAX_VALUE)) {
      history.restore(story.size(), state.snapshot());
      assertThat(history.position()).isEqualTo(story.size());
      PastJob job = history.findJob(JOB).orElseThrow();
      assertThat(job.state()).isEqualTo(JobState.FAILED);
      assertThat(history.tasks(JOB, 0, 9, Set.of())).hasSize(5);
    }
  }

  @Test
  void retriedTasksCountAnew() {
    try (DataDirectory directory = DataDirectory.open(temp);
        History history = History.open(directory, Long.MAX_VALUE)) {
      List<Recorded> story = story();
      history.project(story);
      AttemptId third = AttemptId.of(1, 1, 3);
      List<Fact> again =
          List.of(
              new Event.TasksRetried(JOB, List.of(TaskState.FAILED), "ada", 100),
              new Event.AttemptPlaced(third, BOX, List.of(), null, 101),
              new Event.AttemptStarted(third, 102));
      history.project(List.of(new Recorded(story.size() + 1, 1000, again)));
      assertThat(history.findJob(JOB)).isEmpty();
      assertThat(history.attempts(new TaskId(JOB, 1))).hasSize(2);
      List<Fact> end =
          List.of(
              new Event.AttemptEnded(
                  third,
                  AttemptResult.succeeded(Map.of(), 5),
                  new Event.Next.End(TaskState.COMPLETED),
                  103),
              new Event.JobEnded(JOB, JobState.FAILED, 104));
      history.project(List.of(new Recorded(story.size() + 2, 1003, end)));
      PastJob job = history.findJob(JOB).orElseThrow();
      assertThat(List.of(job.completed(), job.failed(), job.timedOut())).containsExactly(2, 0, 1);
      assertThat(history.tasks(JOB, 1, 1, Set.of()).getFirst().state())
          .isEqualTo(TaskState.COMPLETED);
    }
  }

  @Test
  void oldJobsAreForgottenWithAllThatBelongsToThem() {
    try (DataDirectory directory = DataDirectory.open(temp);
        History history = History.open(directory, Long.MAX_VALUE)) {
      history.project(story());
      assertThat(history.forget(0, 2)).as("nothing is too old or too many").isFalse();
      int steps = 0;
      while (history.forget(0, 1)) {
        steps++;
      }
      assertThat(steps).isGreaterThan(1);
      assertThat(history.findJob(JOB)).as("the older of two").isEmpty();
      assertThat(history.attempts(new TaskId(JOB, 1))).isEmpty();
      assertThat(history.measurements(new TaskId(JOB, 0), 0, 9)).isEmpty();
      assertThat(history.findJob(BIG)).isPresent();
      while (history.forget(1000, 100)) {}
      assertThat(history.findJob(BIG)).isEmpty();
      assertThat(history.position()).isEqualTo(story().size());
    }
  }

  @Test
  void aHistoryOfAnotherJournalIsRefused() {
    try (DataDirectory directory = DataDirectory.open(temp)) {
      try (History history = History.open(directory, 0)) {
        history.project(story());
      }
      assertThatThrownBy(() -> History.open(directory, story().size() - 1))
          .isInstanceOf(JournalException.DirectoryRefused.class)
          .hasMessageContaining("HISTORY_UNUSABLE");
      History.open(directory, story().size()).close();
    }
  }

  @Test
  void aBackupTakesTheHistoryAlong() {
    Path target = temp.resolve("backup");
    List<Recorded> story = story();
    String expected;
    try (DataDirectory directory = DataDirectory.open(temp.resolve("data"));
        Journal journal = Journal.open(directory);
        History history = History.open(directory, journal.log().lastSequence())) {
      long epoch = journal.log().openEpoch(0);
      List<Recorded> recorded = new ArrayList<>();
      for (Recorded batch : story) {
        long sequence =
            journal.log().append(epoch, batch.facts().size(), EventCodec.encode(batch.facts()), 0);
        recorded.add(new Recorded(sequence, batch.firstEvent(), batch.facts()));
      }
      history.project(recorded);
      expected = dump(history);
      assertThat(journal.backup(target, Optional.of(history))).isEqualTo(story.size() + 1);
    }
    try (DataDirectory directory = DataDirectory.open(target);
        Journal journal = Journal.open(directory);
        History history = History.open(directory, journal.log().lastSequence())) {
      assertThat(dump(history)).isEqualTo(expected);
      List<Recorded> again = new ArrayList<>();
      journal.replayBatches(again::add);
      history.project(again);
      assertThat(dump(history)).as("nothing twice").isEqualTo(expected);
    }
  }

  private static String dump(History history) {
    StringBuilder text = new StringBuilder();
    for (PastJob job : history.jobsBefore(new JobId(Long.MAX_VALUE), 100, Set.of(), "")) {
      text.append(job).append('\n');
      for (PastTask task : history.tasks(job.id(), 0, 100, Set.of())) {
        text.append(task).append(history.attempts(task.id())).append('\n');
        text.append(history.measurements(task.id(), 0, 100)).append('\n');
      }
    }
    return text.append(history.trials("spirals", 0, 100)).append(history.position()).toString();
  }

  /** Two jobs end, a third lives on; batches break attempts in the middle of their lives. */
  private static List<Recorded> story() {
    JobSpec spec = JobSpec.of("sweep", Request.cpu(10), new TaskBody.Handler("noop", ""));
    AttemptId ok = AttemptId.of(1, 0, 1);
    AttemptId bad = AttemptId.of(1, 1, 1);
    AttemptId badAgain = AttemptId.of(1, 1, 2);
    AttemptId slow = AttemptId.of(1, 2, 1);
    AttemptId stopped = AttemptId.of(1, 4, 1);
    AttemptId big = AttemptId.of(2, 1200, 1);
    AttemptResult crash = new AttemptResult(Outcome.FAILED, 3, 0, "exit code 3", Map.of(), 9);
    TreeMap<String, Double> metrics = new TreeMap<>(Map.of("acc", 0.9));
    List<String> params = new ArrayList<>();
    for (int i = 0; i < PARAMS_COUNT; i++) {
      params.add("b" + i);
    }
    List<List<Fact>> batches =
        List.of(
            List.of(
                new Event.WorkerRegistered(
                    BOX, "u", 1, WorkerSpec.of("box", new Resources(9_000, 0, 0), List.of(GPU)), 1),
                new Event.JobAdmitted(
                    JOB, "s1", "ada", 10, spec, 3, List.of("p0", "p1", "p2"), true),
                new Event.TasksAdded(JOB, List.of("p3", "p4")),
                new Event.JobClosed(JOB)),
            List.of(
                new Event.AttemptPlaced(ok, BOX, List.of(), null, 19),
                new Event.AttemptPlaced(bad, BOX, List.of(new DeviceShare(0, 500, 7)), null, 20),
                new Event.AttemptStarted(bad, 21)),
            List.of(
                new Event.AttemptStarted(ok, 22),
                new Event.AttemptMeasured(ok, new Measurement(1, Map.of("loss", 0.5)), 23),
                new Event.AttemptEnded(bad, crash, new Event.Next.Retry(30), 30),
                new Event.AttemptPlaced(badAgain, BOX, List.of(), null, 31),
                new Event.AttemptPlaced(slow, BOX, List.of(), null, 31)),
            List.of(
                new Event.AttemptMeasured(ok, new Measurement(2, Map.of("loss", 0.4)), 40),
                new Event.AttemptEnded(
                    ok,
                    AttemptResult.succeeded(metrics, 20),
                    new Event.Next.End(TaskState.COMPLETED),
                    41),
                new Event.AttemptStarted(badAgain, 42),
                new Event.AttemptEnded(badAgain, crash, new Event.Next.End(TaskState.FAILED), 43),
                new StudyEvent.TrialSuggested(
                    "spirals", 1, Candidate.parse("{\"lr\":0.1}"), new Origin.Sampled(), 44)),
            List.of(
                new Event.AttemptEnded(
                    slow,
                    AttemptResult.ended(Outcome.TIMED_OUT, "limit"),
                    new Event.Next.End(TaskState.TIMED_OUT),
                    50),
                new Event.AttemptPlaced(stopped, BOX, List.of(), null, 51),
                new Event.JobAdmitted(BIG, "s2", "bob", 52, spec, BIG_TASKS, List.of(), true),
                new Event.TasksAdded(BIG, params),
                new Event.AttemptPlaced(big, BOX, List.of(), null, 53)),
            List.of(
                new Event.JobCancelled(JOB, "ada", "", 60),
                new Event.AttemptEnded(
                    stopped,
                    AttemptResult.ended(Outcome.CANCELLED, "by ada"),
                    new Event.Next.End(TaskState.CANCELLED),
                    89),
                new Event.JobEnded(JOB, JobState.FAILED, 90),
                new StudyEvent.TrialEnded(
                    "spirals", 1, StudyEvent.TrialOutcome.COMPLETED, metrics, "", 91)),
            List.of(
                new Event.AttemptEnded(
                    big,
                    AttemptResult.succeeded(Map.of(), 20),
                    new Event.Next.End(TaskState.COMPLETED),
                    95),
                new Event.JobCancelled(BIG, "bob", "", 96),
                new Event.JobEnded(BIG, JobState.CANCELLED, 96),
                new Event.JobAdmitted(new JobId(3), "s3", "bob", 97, spec, 1, List.of(), false)));
    List<Recorded> story = new ArrayList<>();
    long event = 1;
    for (List<Fact> batch : batches) {
      story.add(new Recorded(story.size() + 1, event, batch));
      event += batch.size();
    }
    return story;
  }
}
