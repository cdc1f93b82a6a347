package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.master.shell.ShellOptions;
import io.github.packtrain.protocol.v1.AttemptRef;
import io.github.packtrain.protocol.v1.BestTrialsRequest;
import io.github.packtrain.protocol.v1.CancelJobRequest;
import io.github.packtrain.protocol.v1.CreateStudyRequest;
import io.github.packtrain.protocol.v1.DrainWorkerRequest;
import io.github.packtrain.protocol.v1.GetStatusRequest;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.JobState;
import io.github.packtrain.protocol.v1.ListJobsRequest;
import io.github.packtrain.protocol.v1.ListTasksRequest;
import io.github.packtrain.protocol.v1.ListTasksResponse;
import io.github.packtrain.protocol.v1.ListTrialsRequest;
import io.github.packtrain.protocol.v1.Outcome;
import io.github.packtrain.protocol.v1.ResumeWorkerRequest;
import io.github.packtrain.protocol.v1.RetryJobRequest;
import io.github.packtrain.protocol.v1.Status;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobResponse;
import io.github.packtrain.protocol.v1.SubmitJobsRequest;
import io.github.packtrain.protocol.v1.Task;
import io.github.packtrain.protocol.v1.TaskState;
import io.github.packtrain.protocol.v1.WorkerState;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Jobs, workers and studies end to end, over real gRPC, with workers that run nothing. */
final class MasterTest extends RunningMaster {
  @Test
  void aJobRunsToItsEnd() throws IOException {
    SubmitJobResponse accepted = submit("hello", 3);
    assertThat(accepted.getJob()).isEqualTo("J1");
    assertThat(accepted.getFresh()).isTrue();
    assertThat(accepted.getSpec().getTimeLimitMillis()).isEqualTo(3_600_000);
    assertThat(job("J1").getState()).isEqualTo(JobState.JOB_PENDING);
    await().until(() -> job("J1").getWaitingFor().equals("NO_WORKERS"));
    FakeWorker worker = master.worker("w1").endingAtOnce();
    Job ended = awaitEnd("J1");
    assertThat(ended.getState()).isEqualTo(JobState.JOB_COMPLETED);
    assertThat(ended.getTasks().getCompleted()).isEqualTo(3);
    await().until(() -> worker.unacknowledged() == 0);
    assertThat(job("last").getId()).isEqualTo("J1");
    assertThat(job("1").getId()).isEqualTo("J1");
  }

  @Test
  void aRepeatedSubmissionIsTheSameJob() throws IOException {
    SubmitJobRequest request =
        SubmitJobRequest.newBuilder().setSubmissionId("mine").setSpec(noop("once")).build();
    assertThat(master.jobs().submitJob(request).getFresh()).isTrue();
    SubmitJobResponse again = master.jobs().submitJob(request);
    assertThat(again.getFresh()).isFalse();
    assertThat(again.getJob()).isEqualTo("J1");
  }

  @Test
  void aBatchIsAcceptedWholeOrNotAtAll() throws IOException {
    SubmitJobRequest good = SubmitJobRequest.newBuilder().setSpec(noop("good")).build();
    SubmitJobRequest bad =
        SubmitJobRequest.newBuilder().setSpec(noop("bad").toBuilder().setPriority(999)).build();
    assertThatThrownBy(
            () ->
                master
                    .jobs()
                    .submitJobs(SubmitJobsRequest.newBuilder().addJobs(good).addJobs(bad).build()))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(master.jobs().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList())
        .isEmpty();
    assertThat(
            master
                .jobs()
                .submitJobs(SubmitJobsRequest.newBuilder().addJobs(good).addJobs(good).build())
                .getJobsList())
        .hasSize(2);
  }

  @Test
  void jobsWaitForEachOtherOverARestart() throws Exception {
    SubmitJobsRequest.Builder flow = SubmitJobsRequest.newBuilder();
    flow.addJobsBuilder().setKey("report").setSpec(after("report", "train"));
    flow.addJobsBuilder().setKey("train").setSpec(after("train", "prep/0"));
    flow.addJobsBuilder().setKey("prep").setSpec(noop("prep"));
    assertThat(master.jobs().submitJobs(flow.build()).getJobsList())
        .extracting(SubmitJobResponse::getJob)
        .containsExactly("J1", "J2", "J3");
    assertThat(job("J1").getAwaitsList()).containsExactly("ok:J2");
    assertThat(job("J1").getWaitingFor()).isEqualTo("DEPENDENCY");
    restart();
    assertThat(job("J2").getAwaitsList()).containsExactly("ok:J3/0");
    master.worker("w1").endingAtOnce();
    assertThat(awaitEnd("J1").getState()).isEqualTo(JobState.JOB_COMPLETED);
    assertThat(job("J1").getSpec().getAfter().getDependencies(0).getOn()).isEqualTo("J2");
  }

  @Test
  void aDeadlineThatCannotBeMetIsSaidOrRefused() throws Exception {
    JobSpec.Builder spec = noop("late").toBuilder();
    spec.getTermsBuilder().setDeadlineMillis(1_000);
    SubmitJobRequest.Builder request = SubmitJobRequest.newBuilder().setSpec(spec);
    assertThat(master.jobs().submitJob(request.build()).getWarningsList())
        .containsExactly("the job cannot end by its deadline, 1970-01-01T00:00:01Z: that is over");
    request.getSpecBuilder().getTermsBuilder().setFirmDeadline(true);
    assertThatThrownBy(() -> master.jobs().submitJob(request.build()))
        .hasMessageContaining("the job cannot end by its deadline");
  }

  @Test
  void jobsThatWaitForEachOtherInACircleAreRefused() {
    SubmitJobsRequest.Builder flow = SubmitJobsRequest.newBuilder();
    flow.addJobsBuilder().setKey("a").setSpec(after("first", "b"));
    flow.addJobsBuilder().setKey("b").setSpec(after("second", "a"));
    assertThatThrownBy(() -> master.jobs().submitJobs(flow.build()))
        .hasMessageContaining("the jobs wait for each other: first -> second -> first");
    flow.getJobsBuilder(1).setKey("c");
    assertThatThrownBy(() -> master.jobs().submitJobs(flow.build()))
        .hasMessageContaining("a job waits for 'b', which is not submitted with it");
  }

  private static JobSpec after(String name, String on) {
    JobSpec.Builder spec = noop(name).toBuilder();
    spec.getAfterBuilder().addDependenciesBuilder().setOn(on);
    return spec.build();
  }

  @Test
  void aRestartInTheMiddleKeepsEverything() throws Exception {
    FakeWorker worker = master.worker("w1");
    submit("long", 6);
    await().until(() -> worker.running().size() == 4);
    await().until(() -> worker.unacknowledged() == 0);
    List<AttemptRef> held = worker.running();
    long epoch = status().getEpoch();
    long position = status().getJournalPosition();
    restart();
    assertThat(status().getEpoch()).isGreaterThan(epoch);
    assertThat(status().getJournalPosition()).isGreaterThanOrEqualTo(position);
    assertThat(job("J1").getTasks().getRunning()).isEqualTo(4);
    FakeWorker again = FakeWorker.dial(master.asWorker(), "w1", held);
    await().until(() -> again.running().size() == 4);
    assertThat(again.running()).containsExactlyInAnyOrderElementsOf(held);
    again.endingAtOnce();
    assertThat(awaitEnd("J1").getTasks().getCompleted()).isEqualTo(6);
    again.hangUp();
    restart();
    assertThat(job("J1").getState()).isEqualTo(JobState.JOB_COMPLETED);
    assertThat(task("J1", 5).getAttemptsList())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.getWorker()).isEqualTo("w1");
              assertThat(attempt.getResult().getOutcome()).isEqualTo(Outcome.SUCCEEDED);
              assertThat(attempt.getEndedAt().getSeconds()).isPositive();
            });
    assertThat(task("J1", 5).getMetricsMap()).containsKey("y");
  }

  private Status status() throws IOException {
    return master.scheduler().getStatus(GetStatusRequest.getDefaultInstance());
  }

  @Test
  void snapshotsAreWrittenAndTheJournalForgetsWhatTheyHold() throws Exception {
    master.close();
    ShellOptions often =
        new ShellOptions(200, 2_000, PlacementChoice.BEST_FIT, 10_000, 30, 600_000);
    master = TestMaster.start(TestMaster.options(dir).withShell(often));
    master.worker("w1").endingAtOnce();
    for (int i = 1; i <= 8; i++) {
      submit("job " + i, 10);
      awaitEnd("J" + i);
    }
    await().until(() -> files("snapshots") == 2);
    long position = status().getJournalPosition();
    restart();
    assertThat(status().getJournalPosition()).isGreaterThanOrEqualTo(position);
    for (int i = 1; i <= 8; i++) {
      assertThat(job("J" + i).getTasks().getCompleted()).isEqualTo(10);
      assertThat(task("J" + i, 9).getAttemptsList()).hasSize(1);
    }
    assertThat(submit("next", 1).getJob()).isEqualTo("J9");
  }

  private long files(String directory) throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve(directory))) {
      return files.filter(file -> file.toString().endsWith(".snapshot")).count();
    }
  }

  @Test
  void failedTasksCanBeTriedAgain() throws IOException {
    FakeWorker worker = master.worker("w1");
    submit("flaky", 2);
    await().until(() -> worker.running().size() == 2);
    worker.end(worker.running().get(0), Outcome.FAILED);
    worker.end(worker.running().get(0), Outcome.SUCCEEDED);
    assertThat(awaitEnd("J1").getState()).isEqualTo(JobState.JOB_FAILED);
    assertThat(task("J1", 0).getState()).isEqualTo(TaskState.TASK_FAILED);
    assertThat(master.jobs().retryJob(RetryJobRequest.newBuilder().setJob("J1").build()).getCount())
        .isEqualTo(1);
    worker.endingAtOnce();
    assertThat(awaitEnd("J1").getState()).isEqualTo(JobState.JOB_COMPLETED);
    assertThat(task("J1", 0).getAttemptsList())
        .extracting(attempt -> attempt.getResult().getOutcome())
        .containsExactly(Outcome.FAILED, Outcome.SUCCEEDED);
    ListTasksResponse tasks =
        master.jobs().listTasks(ListTasksRequest.newBuilder().setJob("J1").build());
    assertThat(tasks.getTasksList()).extracting(Task::getAttemptsCount).containsExactly(2, 1);
  }

  @Test
  void aCancelledJobEnds() throws IOException {
    FakeWorker worker = master.worker("w1");
    submit("wasted", 10);
    await().until(() -> worker.running().size() == 4);
    assertThat(
            master.jobs().cancelJob(CancelJobRequest.newBuilder().setJob("J1").build()).getCount())
        .isEqualTo(10);
    assertThat(awaitEnd("J1").getState()).isEqualTo(JobState.JOB_CANCELLED);
    assertThat(worker.running()).isEmpty();
  }

  @Test
  void aWorkerIsDrainedAndResumed() throws IOException {
    FakeWorker worker = master.worker("w1");
    await().until(worker::isRegistered);
    await().until(() -> workerState("w1") == WorkerState.WORKER_IDLE);
    assertThat(
            master
                .workers()
                .drainWorker(
                    DrainWorkerRequest.newBuilder().setWorker("w1").setReason("repair").build())
                .getDrainReason())
        .isEqualTo("repair");
    submit("waits", 1);
    await().until(() -> job("J1").getWaitingFor().equals("DRAINING"));
    master.workers().resumeWorker(ResumeWorkerRequest.newBuilder().setWorker("W1").build());
    await().until(() -> worker.running().size() == 1);
    assertThat(workerState("W1")).isEqualTo(WorkerState.WORKER_BUSY);
    worker.hangUp();
    await().until(() -> workerState("w1") == WorkerState.WORKER_UNREACHABLE);
    await().until(() -> workerState("w1") == WorkerState.WORKER_LOST);
  }

  @Test
  void aWorkerOfAnotherProtocolVersionIsRefused() throws IOException {
    FakeWorker worker = master.worker("w1");
    await().until(worker::isRegistered);
    worker.register(99);
    await().until(() -> worker.findRefusal().isPresent());
    assertThat(worker.findRefusal()).hasValue("PROTOCOL_VERSION");
    await().until(() -> worker.findFailure().isPresent());
  }

  @Test
  void heartbeatsAreAnswered() throws IOException {
    FakeWorker worker = master.worker("w1");
    worker.heartbeat(41);
    await()
        .until(
            () ->
                worker.received().stream()
                    .anyMatch(
                        message ->
                            message.hasHeartbeat() && message.getHeartbeat().getSequence() == 41));
  }

  @Test
  void aStudyRunsToItsEnd() throws IOException {
    CreateStudyRequest request = StudyRequests.create("curve", 8);
    assertThat(master.studies().createStudy(request).getFresh()).isTrue();
    assertThat(master.studies().createStudy(request).getFresh()).isFalse();
    master.worker("w1").endingAtOnce();
    await().until(() -> study("curve").getState().equals("ended"));
    var ended = study("curve");
    assertThat(ended.getEndReason()).isEqualTo("BUDGET");
    assertThat(ended.getTrials().getCompleted()).isEqualTo(8);
    assertThat(ended.getBest().getObjectivesMap()).containsKey("y");
    assertThat(ended.getImprovementsList()).isNotEmpty();
    var best =
        master
            .studies()
            .bestTrials(BestTrialsRequest.newBuilder().setStudy("curve").setLimit(3).build());
    assertThat(best.getTrialsList()).hasSize(3);
    assertThat(best.getBest()).isEqualTo(best.getTrials(0)).isEqualTo(ended.getBest());
    assertThat(codeOf(() -> master.studies().createStudy(StudyRequests.create("curve", 9))))
        .isEqualTo("STUDY_DIFFERS");
    assertThat(trialPages("curve", 3)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void theTrialsOfAStudyAreWhatItsFileSaysOfThem() throws IOException {
    CreateStudyRequest.Builder request = StudyRequests.create("curve", 8).toBuilder();
    request
        .getTrialBuilder()
        .getTermsBuilder()
        .setEstimateMillis(5_000)
        .setKind("training")
        .setPreemptible(true);
    master.studies().createStudy(request.build());
    assertThat(job(study("curve").getJob()).getSpec().getTerms())
        .isEqualTo(request.getTrial().getTerms());
  }

  private List<Integer> trialPages(String study, int size) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    String token = "";
    do {
      var page =
          master
              .studies()
              .listTrials(
                  ListTrialsRequest.newBuilder()
                      .setStudy(study)
                      .setPageSize(size)
                      .setPageToken(token)
                      .build());
      page.getTrialsList().forEach(trial -> numbers.add(trial.getNumber()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return numbers;
  }
}
