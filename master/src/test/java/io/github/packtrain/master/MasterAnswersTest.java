package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.master.security.Tokens;
import io.github.packtrain.model.Principal.Role;
import io.github.packtrain.protocol.v1.BackupRequest;
import io.github.packtrain.protocol.v1.BackupResponse;
import io.github.packtrain.protocol.v1.CancelJobRequest;
import io.github.packtrain.protocol.v1.ExplainJobRequest;
import io.github.packtrain.protocol.v1.ExplainWorkerRequest;
import io.github.packtrain.protocol.v1.Explanation;
import io.github.packtrain.protocol.v1.GetJobRequest;
import io.github.packtrain.protocol.v1.GpuRequest;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.ListJobsRequest;
import io.github.packtrain.protocol.v1.ListJobsResponse;
import io.github.packtrain.protocol.v1.ListTasksRequest;
import io.github.packtrain.protocol.v1.ListTasksResponse;
import io.github.packtrain.protocol.v1.LogData;
import io.github.packtrain.protocol.v1.Outcome;
import io.github.packtrain.protocol.v1.ReadLogRequest;
import io.github.packtrain.protocol.v1.Request;
import io.github.packtrain.protocol.v1.Resources;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.Task;
import io.github.packtrain.protocol.v1.WaitReason;
import io.github.packtrain.protocol.v1.WorkerExplanation;
import io.github.packtrain.protocol.v1.WorkerState;
import io.github.packtrain.protocol.v1.WorkloadServiceGrpc;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running master answers: lists, output, explanations, refusals and its own state. */
final class MasterAnswersTest extends RunningMaster {
  @Test
  void waitingIsExplained() throws IOException {
    FakeWorker worker = master.worker("w1");
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
    assertThat(impossible.getWhatIfList())
        .singleElement()
        .satisfies(
            whatIf -> {
              assertThat(whatIf.getWithList()).containsExactly("--gpu 2");
              assertThat(impossible.getHintsList()).contains(whatIf.getMessage());
            });
    await().until(() -> explain("J2").getHistoryCount() > 0);
    assertThat(explain("J2").getHistory(0).getReasonsList())
        .extracting(WaitReason::getCode)
        .contains("INFEASIBLE_GPU_COUNT");
    await().until(() -> explain("J1").getWaitingTasks() == 6);
    assertThat(explain("J1").getVerdict()).isEqualTo("WAITING");
    // Nothing is foretold of a worker that is quiet just now.
    await()
        .until(
            () -> {
              worker.heartbeat(1);
              return explain("J1").getEta().getMessage().startsWith("starts within");
            });
    Explanation running = explain("J1", 0);
    assertThat(running.getVerdict()).isEqualTo("RUNNING");
    assertThat(running.getChoice().getWorkersList())
        .singleElement()
        .satisfies(chosen -> assertThat(chosen.getName()).isEqualTo("w1"));
    assertThat(codeOf(() -> explain("J9"))).isEqualTo("JOB_NOT_FOUND");
    assertThat(codeOf(() -> explainWorker("w9"))).isEqualTo("WORKER_NOT_FOUND");
  }

  @Test
  void aWorkerIsExplained() throws IOException {
    master.worker("w1");
    await()
        .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
        .until(() -> explainWorker("w1").getVerdict().equals("IDLE"));
    WorkerExplanation worker = explainWorker("w1");
    assertThat(worker.getName()).isEqualTo("w1");
    assertThat(worker.getSummary()).contains("2 of 2 GPUs").contains("nothing waits");
  }

  private WorkerExplanation explainWorker(String worker) throws IOException {
    return master
        .scheduler()
        .explainWorker(ExplainWorkerRequest.newBuilder().setWorker(worker).build());
  }

  private Explanation explain(String job) throws IOException {
    return master.scheduler().explainJob(ExplainJobRequest.newBuilder().setJob(job).build());
  }

  private Explanation explain(String job, int index) throws IOException {
    return master
        .scheduler()
        .explainJob(ExplainJobRequest.newBuilder().setJob(job).setIndex(index).build());
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
    assertThat(output(ReadLogRequest.newBuilder().setJob("J1"))).isEmpty();
    assertThat(
            master
                .jobs()
                .readLog(ReadLogRequest.newBuilder().setJob("J1").build())
                .next()
                .getNote())
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
