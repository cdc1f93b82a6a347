package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.core.plan.FitPolicy;
import io.github.packtrain.master.call.Failures;
import io.github.packtrain.master.security.Tokens;
import io.github.packtrain.master.shell.ShellOptions;
import io.github.packtrain.model.Principal.Role;
import io.github.packtrain.protocol.v1.AttemptRef;
import io.github.packtrain.protocol.v1.BackupRequest;
import io.github.packtrain.protocol.v1.BackupResponse;
import io.github.packtrain.protocol.v1.BestTrialsRequest;
import io.github.packtrain.protocol.v1.CancelJobRequest;
import io.github.packtrain.protocol.v1.CreateStudyRequest;
import io.github.packtrain.protocol.v1.DrainWorkerRequest;
import io.github.packtrain.protocol.v1.ExplainJobRequest;
import io.github.packtrain.protocol.v1.Explanation;
import io.github.packtrain.protocol.v1.GetJobRequest;
import io.github.packtrain.protocol.v1.GetStatusRequest;
import io.github.packtrain.protocol.v1.GetStudyRequest;
import io.github.packtrain.protocol.v1.GetTaskRequest;
import io.github.packtrain.protocol.v1.GetWorkerRequest;
import io.github.packtrain.protocol.v1.GpuRequest;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.JobState;
import io.github.packtrain.protocol.v1.ListJobsRequest;
import io.github.packtrain.protocol.v1.ListJobsResponse;
import io.github.packtrain.protocol.v1.ListTasksRequest;
import io.github.packtrain.protocol.v1.ListTasksResponse;
import io.github.packtrain.protocol.v1.ListTrialsRequest;
import io.github.packtrain.protocol.v1.LogData;
import io.github.packtrain.protocol.v1.Outcome;
import io.github.packtrain.protocol.v1.ReadLogRequest;
import io.github.packtrain.protocol.v1.Request;
import io.github.packtrain.protocol.v1.Resources;
import io.github.packtrain.protocol.v1.ResumeWorkerRequest;
import io.github.packtrain.protocol.v1.RetryJobRequest;
import io.github.packtrain.protocol.v1.RetryPolicy;
import io.github.packtrain.protocol.v1.Status;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobResponse;
import io.github.packtrain.protocol.v1.SubmitJobsRequest;
import io.github.packtrain.protocol.v1.Task;
import io.github.packtrain.protocol.v1.TaskState;
import io.github.packtrain.protocol.v1.WaitJobRequest;
import io.github.packtrain.protocol.v1.WorkerState;
import io.github.packtrain.protocol.v1.WorkloadServiceGrpc;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services end to end, over real gRPC, with workers that run nothing. */
final class MasterTest {
  @TempDir Path dir;
  private TestMaster master;

  @BeforeEach
  void start() throws MasterStartException {
    master = TestMaster.start(dir);
  }

  @AfterEach
  void stop() {
    master.close();
  }

  private void restart() throws MasterStartException {
    master.close();
    master = TestMaster.start(dir);
  }

  private static JobSpec noop(String name) {
    return JobSpec.newBuilder()
        .setName(name)
        .setHandler(HandlerBody.newBuilder().setName("noop"))
        .setRetry(RetryPolicy.newBuilder().setMaxAttempts(1))
        .build();
  }

  private SubmitJobResponse submit(String name, int count) throws IOException {
    return master
        .jobs()
        .submitJob(SubmitJobRequest.newBuilder().setSpec(noop(name)).setCount(count).build());
  }

  private Job job(String id) throws IOException {
    return master.jobs().getJob(GetJobRequest.newBuilder().setJob(id).build());
  }

  private Job awaitEnd(String id) throws IOException {
    Job ended =
        master.jobs().waitJob(WaitJobRequest.newBuilder().setJob(id).setWaitMillis(30_000).build());
    assertThat(ended.getState())
        .isIn(JobState.JOB_COMPLETED, JobState.JOB_FAILED, JobState.JOB_CANCELLED);
    return ended;
  }

  private Task task(String job, int index) throws IOException {
    return master.jobs().getTask(GetTaskRequest.newBuilder().setJob(job).setIndex(index).build());
  }

  private static String codeOf(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(StatusRuntimeException.class);
    return Failures.error((StatusRuntimeException) thrown).getCode();
  }

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
  void waitingIsExplained() throws IOException {
    master.worker("w1");
    JobSpec large =
        noop("large").toBuilder()
            .setRequest(
                Request.newBuilder()
                    .setResources(Resources.newBuilder().setCpuMilli(1_000))
                    .setGpu(GpuRequest.newBuilder().setCount(3)))
            .build();
    submit("small", 10);
    master.jobs().submitJob(SubmitJobRequest.newBuilder().setSpec(large).build());
    await().until(() -> explain("J2").getVerdict().equals("IMPOSSIBLE"));
    Explanation impossible = explain("J2");
    assertThat(impossible.getSummary()).contains("no registered worker");
    assertThat(impossible.getReasonsList())
        .anySatisfy(
            reason -> {
              assertThat(reason.getCode()).isEqualTo("INFEASIBLE_GPU_COUNT");
              assertThat(reason.getNeed()).isEqualTo(3_000);
              assertThat(reason.getBest()).isEqualTo(2_000);
              assertThat(reason.getBestWorker()).isEqualTo("w1");
            });
    assertThat(impossible.getHintsList()).isNotEmpty();
    await().until(() -> explain("J1").getWaitingTasks() == 6);
    assertThat(explain("J1").getVerdict()).isEqualTo("WAITING");
    assertThat(codeOf(() -> explain("J9"))).isEqualTo("JOB_NOT_FOUND");
  }

  private Explanation explain(String job) throws IOException {
    return master.scheduler().explainJob(ExplainJobRequest.newBuilder().setJob(job).build());
  }

  @Test
  void aBackupIsADataDirectory(@TempDir Path elsewhere) throws Exception {
    submit("kept", 3);
    Path copy = elsewhere.resolve("copy");
    BackupResponse backup =
        master.scheduler().backup(BackupRequest.newBuilder().setDirectory(copy.toString()).build());
    assertThat(backup.getBytes()).isPositive();
    assertThat(
            codeOf(
                () ->
                    master
                        .scheduler()
                        .backup(BackupRequest.newBuilder().setDirectory(copy.toString()).build())))
        .isEqualTo("BACKUP_TARGET_NOT_EMPTY");
    assertThat(
            codeOf(
                () ->
                    master
                        .scheduler()
                        .backup(BackupRequest.newBuilder().setDirectory("here").build())))
        .isEqualTo("BACKUP_DIRECTORY");
    submit("later", 1);
    try (TestMaster restored = TestMaster.start(copy)) {
      assertThat(restored.jobs().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList())
          .extracting(job -> job.getSpec().getName())
          .containsExactly("kept");
    }
  }

  @Test
  void whatBelongsToOthersTakesAnOperator() throws Exception {
    submit("mine", 1);
    Tokens tokens = Tokens.open(dir);
    String bob = tokens.create("bob", Role.SUBMITTER).secret();
    String eve = tokens.create("eve", Role.OPERATOR).secret();
    await().until(() -> knows(bob) && knows(eve));
    CancelJobRequest cancel = CancelJobRequest.newBuilder().setJob("J1").build();
    assertThat(codeOf(() -> jobsAs(bob).cancelJob(cancel))).isEqualTo("NOT_OWNER");
    assertThat(
            jobsAs(bob)
                .submitJob(SubmitJobRequest.newBuilder().setSpec(noop("his")).build())
                .getJob())
        .isEqualTo("J2");
    assertThat(jobsAs(bob).getJob(GetJobRequest.newBuilder().setJob("last").build()).getOwner())
        .isEqualTo("bob");
    assertThat(jobsAs(eve).cancelJob(cancel).getCount()).isEqualTo(1);
  }

  private WorkloadServiceGrpc.WorkloadServiceBlockingStub jobsAs(String secret) {
    return WorkloadServiceGrpc.newBlockingStub(master.as(secret));
  }

  private boolean knows(String secret) {
    try {
      jobsAs(secret).listJobs(ListJobsRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException _) {
      return false;
    }
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
    ShellOptions often = new ShellOptions(200, 2_000, FitPolicy.BEST_FIT, 10_000, 30, 600_000);
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

  private WorkerState workerState(String worker) throws IOException {
    return master
        .workers()
        .getWorker(GetWorkerRequest.newBuilder().setWorker(worker).build())
        .getState();
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

  private io.github.packtrain.protocol.v1.Study study(String name) throws IOException {
    return master.studies().getStudy(GetStudyRequest.newBuilder().setStudy(name).build());
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

  @Test
  void listsComeInPages() throws IOException {
    for (int i = 0; i < 7; i++) {
      submit("job " + i, 1);
    }
    List<String> names = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      ListJobsResponse page =
          master
              .jobs()
              .listJobs(ListJobsRequest.newBuilder().setPageSize(3).setPageToken(token).build());
      page.getJobsList().forEach(job -> names.add(job.getId()));
      token = page.getNextPageToken();
      pages++;
    } while (!token.isEmpty());
    assertThat(names).containsExactly("J7", "J6", "J5", "J4", "J3", "J2", "J1");
    assertThat(pages).isEqualTo(3);
    submit("many", 250);
    ListTasksResponse tasks =
        master.jobs().listTasks(ListTasksRequest.newBuilder().setJob("last").build());
    assertThat(tasks.getTasksList())
        .extracting(Task::getIndex)
        .isEqualTo(IntStream.range(0, 100).boxed().toList());
    String jobsToken = tasks.getNextPageToken();
    assertThat(
            codeOf(
                () ->
                    master
                        .jobs()
                        .listJobs(ListJobsRequest.newBuilder().setPageToken(jobsToken).build())))
        .isEqualTo("PAGE_TOKEN");
    assertThat(
            codeOf(
                () ->
                    master.jobs().listJobs(ListJobsRequest.newBuilder().setPageSize(1001).build())))
        .isEqualTo("PAGE_SIZE");
  }

  @Test
  void outputComesFromTheWorker() throws IOException {
    FakeWorker worker = master.worker("w1");
    submit("talks", 1);
    await().until(() -> worker.running().size() == 1);
    assertThat(output(ReadLogRequest.newBuilder().setJob("J1").setOffset(0)))
        .isEqualTo(FakeWorker.OUTPUT);
    assertThat(output(ReadLogRequest.newBuilder().setJob("J1").setOffset(-7)))
        .isEqualTo("e\nline\n");
    assertThat(output(ReadLogRequest.newBuilder().setJob("J1"))).hasSize(64 * 1024);
    assertThat(codeOf(() -> output(ReadLogRequest.newBuilder().setJob("J1").setAttempt(9))))
        .isEqualTo("ATTEMPT_NOT_FOUND");
  }

  @Test
  void outputThatIsGoneLeavesWhatIsRecorded() throws IOException {
    submit("fails", 1);
    assertThat(codeOf(() -> output(ReadLogRequest.newBuilder().setJob("J1"))))
        .isEqualTo("LOG_NOT_YET");
    FakeWorker worker = master.worker("w1");
    await().until(() -> worker.running().size() == 1);
    worker.end(worker.running().getFirst(), Outcome.FAILED);
    awaitEnd("J1");
    worker.hangUp();
    await().until(() -> workerState("w1") != WorkerState.WORKER_IDLE);
    assertThat(output(ReadLogRequest.newBuilder().setJob("J1")))
        .contains("J1/0.1", "w1", "FAILED", "it broke");
  }

  private String output(ReadLogRequest.Builder request) throws IOException {
    StringBuilder text = new StringBuilder();
    master
        .jobs()
        .readLog(request.build())
        .forEachRemaining((LogData data) -> text.append(data.getData().toStringUtf8()));
    return text.toString();
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    assertThat(codeOf(() -> job("J99"))).isEqualTo("JOB_NOT_FOUND");
    assertThat(codeOf(() -> job("last"))).isEqualTo("JOB_NOT_FOUND");
    assertThat(codeOf(() -> job("x y\u0000"))).isEqualTo("JOB_ID");
    assertThat(codeOf(() -> workerState("nobody"))).isEqualTo("WORKER_NOT_FOUND");
    assertThat(codeOf(() -> study("none"))).isEqualTo("STUDY_NOT_FOUND");
    submit("one", 1);
    assertThat(codeOf(() -> task("J1", 1))).isEqualTo("TASK_NOT_FOUND");
    assertThat(codeOf(() -> task("J1", -1))).isEqualTo("TASK_INDEX");
    assertThat(
            codeOf(
                () ->
                    master
                        .jobs()
                        .submitJob(
                            SubmitJobRequest.newBuilder()
                                .setSpec(JobSpec.newBuilder().setName("empty"))
                                .build())))
        .isEqualTo("BODY_MISSING");
    assertThat(
            codeOf(
                () ->
                    master
                        .jobs()
                        .submitJob(
                            SubmitJobRequest.newBuilder()
                                .setSpec(noop("two"))
                                .setCount(3)
                                .addParams("{}")
                                .build())))
        .isEqualTo("TASK_COUNT");
  }

  @Test
  void theEndpointIsWrittenAndRemoved() throws Exception {
    Path file = dir.resolve("endpoint.json");
    assertThat(Files.readString(file))
        .contains("\"http\": \"http://127.0.0.1:" + master.master().httpPort() + "\"")
        .contains("\"grpc\": \"127.0.0.1:" + master.master().grpcPort() + "\"")
        .contains("\"pid\": " + ProcessHandle.current().pid());
    master.close();
    assertThat(file).doesNotExist();
    master = TestMaster.start(dir);
  }

  @Test
  void aSecondMasterIsRefused(@TempDir Path other) {
    assertThatThrownBy(() -> Master.start(TestMaster.options(dir)))
        .isInstanceOfSatisfying(
            MasterStartException.class,
            e -> {
              assertThat(e.rejection().code()).isEqualTo("DATA_DIR_IN_USE");
              assertThat(e.rejection().hint()).isNotEmpty();
            });
    MasterOptions samePort = TestMaster.options(other).withPorts(0, master.master().grpcPort());
    assertThatThrownBy(() -> Master.start(samePort))
        .isInstanceOfSatisfying(
            MasterStartException.class,
            e -> {
              assertThat(e.rejection().code()).isEqualTo("PORT_IN_USE");
              assertThat(e.rejection().message())
                  .contains(String.valueOf(master.master().grpcPort()));
              assertThat(e.rejection().hint()).contains("--grpc-port");
            });
    MasterOptions sameHttp = TestMaster.options(other).withPorts(master.master().httpPort(), 0);
    assertThatThrownBy(() -> Master.start(sameHttp))
        .isInstanceOfSatisfying(
            MasterStartException.class,
            e -> assertThat(e.rejection().hint()).contains("--http-port"));
  }
}
