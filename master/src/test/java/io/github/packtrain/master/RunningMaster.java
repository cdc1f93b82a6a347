package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.packtrain.master.call.Failures;
import io.github.packtrain.protocol.v1.GetJobRequest;
import io.github.packtrain.protocol.v1.GetStudyRequest;
import io.github.packtrain.protocol.v1.GetTaskRequest;
import io.github.packtrain.protocol.v1.GetWorkerRequest;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.JobState;
import io.github.packtrain.protocol.v1.RetryPolicy;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobResponse;
import io.github.packtrain.protocol.v1.Task;
import io.github.packtrain.protocol.v1.WaitJobRequest;
import io.github.packtrain.protocol.v1.WorkerState;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A master that each test starts afresh, and what tests ask of it. */
abstract class RunningMaster {
  @TempDir Path dir;
  TestMaster master;

  @BeforeEach
  void start() throws MasterStartException {
    master = TestMaster.start(dir);
  }

  @AfterEach
  void stop() {
    master.close();
  }

  void restart() throws MasterStartException {
    master.close();
    master = TestMaster.start(dir);
  }

  static JobSpec noop(String name) {
    return JobSpec.newBuilder()
        .setName(name)
        .setHandler(HandlerBody.newBuilder().setName("noop"))
        .setRetry(RetryPolicy.newBuilder().setMaxAttempts(1))
        .build();
  }

  SubmitJobResponse submit(String name, int count) throws IOException {
    return master
        .jobs()
        .submitJob(SubmitJobRequest.newBuilder().setSpec(noop(name)).setCount(count).build());
  }

  Job job(String id) throws IOException {
    return master.jobs().getJob(GetJobRequest.newBuilder().setJob(id).build());
  }

  Job awaitEnd(String id) throws IOException {
    Job ended =
        master.jobs().waitJob(WaitJobRequest.newBuilder().setJob(id).setWaitMillis(30_000).build());
    assertThat(ended.getState())
        .isIn(JobState.JOB_COMPLETED, JobState.JOB_FAILED, JobState.JOB_CANCELLED);
    return ended;
  }

  Task task(String job, int index) throws IOException {
    return master.jobs().getTask(GetTaskRequest.newBuilder().setJob(job).setIndex(index).build());
  }

  static String codeOf(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(StatusRuntimeException.class);
    return Failures.error((StatusRuntimeException) thrown).getCode();
  }

  WorkerState workerState(String worker) throws IOException {
    return master
        .workers()
        .getWorker(GetWorkerRequest.newBuilder().setWorker(worker).build())
        .getState();
  }

  io.github.packtrain.protocol.v1.Study study(String name) throws IOException {
    return master.studies().getStudy(GetStudyRequest.newBuilder().setStudy(name).build());
  }
}
