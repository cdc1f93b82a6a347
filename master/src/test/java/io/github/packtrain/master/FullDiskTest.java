package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.packtrain.master.call.Failures;
import io.github.packtrain.protocol.v1.Error;
import io.github.packtrain.protocol.v1.GetJobRequest;
import io.github.packtrain.protocol.v1.GetStatusRequest;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.JobState;
import io.github.packtrain.protocol.v1.Outcome;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.WaitJobRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real small file system that runs full under a running master (needs the right to mount). */
final class FullDiskTest {
  private static final int SUBMISSIONS_MAX = 500;
  @TempDir Path mount;

  @Test
  void newWorkIsRefusedRunningWorkIsRecordedAndAllHeals() throws Exception {
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", mount.toString()) == 0);
    try {
      List<String> accepted = new ArrayList<>();
      MasterOptions options = TestMaster.options(mount.resolve("data"));
      try (TestMaster master = TestMaster.start(options)) {
        FakeWorker worker = master.worker("w1");
        accepted.add(submit(master, 2, ""));
        await().until(() -> worker.running().size() == 2);
        await().until(() -> worker.unacknowledged() == 0);
        Path filler = fill();

        StatusRuntimeException refusal = submitUntilRefused(master, accepted);
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        Error error = Failures.error(refusal);
        assertThat(error.getCode()).isEqualTo("DISK_FULL");
        assertThat(error.getRetryAfterMillis()).isPositive();
        assertThat(error.getHint()).contains("free space");
        assertThat(degraded(master)).contains("cannot grow");

        worker.running().forEach(attempt -> worker.end(attempt, Outcome.SUCCEEDED));
        await().until(() -> worker.unacknowledged() == 0);
        assertThat(state(master, accepted.getFirst())).isEqualTo(JobState.JOB_COMPLETED);
        assertThat(degraded(master)).isNotEmpty();

        Files.delete(filler);
        await().until(() -> degraded(master).isEmpty());
        accepted.add(submit(master, 1, ""));
        worker.endingAtOnce();
        master.jobs().waitJob(WaitJobRequest.newBuilder().setJob(accepted.getLast()).build());
        assertThat(state(master, accepted.getLast())).isEqualTo(JobState.JOB_COMPLETED);
      }
      try (TestMaster again = TestMaster.start(options)) {
        for (String job : accepted) {
          assertThat(state(again, job)).isNotEqualTo(JobState.UNRECOGNIZED);
        }
      }
    } finally {
      run("umount", "-l", mount.toString());
    }
  }

  private static StatusRuntimeException submitUntilRefused(
      TestMaster master, List<String> accepted) {
    for (int i = 0; i < SUBMISSIONS_MAX; i++) {
      Throwable thrown = catchThrowable(() -> accepted.add(submit(master, 1, "x".repeat(15_000))));
      if (thrown instanceof StatusRuntimeException refusal) {
        return refusal;
      }
    }
    throw new AssertionError("the disk never ran full");
  }

  private static String submit(TestMaster master, int count, String padding) throws IOException {
    SubmitJobRequest.Builder request =
        SubmitJobRequest.newBuilder()
            .setSpec(
                JobSpec.newBuilder()
                    .setName("job")
                    .setHandler(HandlerBody.newBuilder().setName("noop")));
    if (padding.isEmpty()) {
      request.setCount(count);
    } else {
      request.addParams("{\"padding\":\"" + padding + "\"}");
    }
    return master.jobs().submitJob(request.build()).getJob();
  }

  private static String degraded(TestMaster master) throws IOException {
    return master.scheduler().getStatus(GetStatusRequest.getDefaultInstance()).getDegraded();
  }

  private static JobState state(TestMaster master, String job) throws IOException {
    return master.jobs().getJob(GetJobRequest.newBuilder().setJob(job).build()).getState();
  }

  /** Leaves almost nothing free. */
  private Path fill() throws IOException {
    Path filler = mount.resolve("filler");
    byte[] block = new byte[64 * 1024];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (mount.toFile().getUsableSpace() > 4L * block.length) {
        out.write(block);
      }
    }
    return filler;
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException _) {
      return -1; // No such program.
    }
  }
}
