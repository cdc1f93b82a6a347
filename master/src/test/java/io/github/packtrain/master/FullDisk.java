package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.master.call.Failures;
import io.github.packtrain.protocol.v1.CancelTaskRequest;
import io.github.packtrain.protocol.v1.Error;
import io.github.packtrain.protocol.v1.GetJobRequest;
import io.github.packtrain.protocol.v1.GetStatusRequest;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.JobState;
import io.github.packtrain.protocol.v1.ListJobsRequest;
import io.github.packtrain.protocol.v1.Outcome;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real small file system of its own under a running master, to be filled and freed. */
final class FullDisk implements AutoCloseable {
  private static final int SUBMISSIONS_MAX = 500;
  private static final int RUNNING = 2;
  private static final int PAGE_BYTES = 4096;
  private final Path mount;
  private final MasterOptions options;

  /** By their ids, each with the number of its tasks: what the master has acknowledged. */
  private final Map<String, Integer> accepted = new LinkedHashMap<>();

  private FullDisk(Path mount) {
    this.mount = mount;
    this.options = TestMaster.options(mount.resolve("data"));
  }

  /** Empty where the right to mount is missing. */
  static Optional<FullDisk> mount(Path mount) throws IOException, InterruptedException {
    return run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", mount.toString()) == 0
        ? Optional.of(new FullDisk(mount))
        : Optional.empty();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run("umount", "-l", mount.toString());
  }

  TestMaster start() throws MasterStartException {
    return TestMaster.start(options);
  }

  /**
   * Runs the disk full while tasks run, has them end, and frees it.
   *
   * @return how long it took from there until a submission was taken, in milliseconds
   */
  long cycle(TestMaster master, FakeWorker worker) throws IOException {
    String before = submit(master, RUNNING, "");
    await().until(() -> worker.running().size() == RUNNING && worker.unacknowledged() == 0);
    Path filler = fill("filler");
    requireRefusal(submitUntilRefused(master));
    assertThat(degraded(master)).contains("cannot grow");

    worker.running().forEach(attempt -> worker.end(attempt, Outcome.SUCCEEDED));
    await().until(() -> worker.unacknowledged() == 0);
    assertThat(state(master, before)).isEqualTo(JobState.JOB_COMPLETED);
    assertThat(degraded(master)).isNotEmpty();

    Files.delete(filler);
    long freed = System.nanoTime();
    await().until(() -> degraded(master).isEmpty());
    String after = submit(master, 1, "");
    long wait = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - freed);
    await().until(() -> endsAll(worker, master));
    assertThat(state(master, after)).isEqualTo(JobState.JOB_COMPLETED);
    return wait;
  }

  private static void requireRefusal(StatusRuntimeException refusal) {
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    Error error = Failures.error(refusal);
    assertThat(error.getCode()).isEqualTo("DISK_FULL");
    assertThat(error.getRetryAfterMillis()).isPositive();
    assertThat(error.getHint()).contains("free space");
  }

  /** Everything acknowledged is there, with all its tasks. */
  void requireAll(TestMaster master) throws IOException {
    for (Map.Entry<String, Integer> job : accepted.entrySet()) {
      GetJobRequest request = GetJobRequest.newBuilder().setJob(job.getKey()).build();
      assertThat(master.jobs().getJob(request).getTasks().getTotal())
          .as(job.getKey())
          .isEqualTo(job.getValue());
    }
  }

  /** Has the worker end what it runs; answers whether every job has ended. */
  private boolean endsAll(FakeWorker worker, TestMaster master) throws IOException {
    worker.running().forEach(attempt -> worker.end(attempt, Outcome.SUCCEEDED));
    ListJobsRequest active = ListJobsRequest.newBuilder().setActiveOnly(true).build();
    return master.jobs().listJobs(active).getJobsCount() == 0;
  }

  /** Runs the disk full until the master holds a batch for which there is no space at all. */
  void fillUntilHeld(TestMaster master) throws IOException {
    String first = submit(master, SUBMISSIONS_MAX, "");
    fill("filler");
    requireRefusal(submitUntilRefused(master));
    fill("filler-of-the-reserve");
    for (int task = 0; task < SUBMISSIONS_MAX; task++) {
      CancelTaskRequest request =
          CancelTaskRequest.newBuilder().setJob(first).setIndex(task).build();
      Throwable thrown =
          catchThrowable(
              () -> master.jobs().withDeadlineAfter(1, TimeUnit.SECONDS).cancelTask(request));
      if (thrown instanceof StatusRuntimeException late) {
        assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        return;
      }
    }
    throw new AssertionError("there was always space");
  }

  /** Gives all space back. */
  void free() throws IOException {
    Files.delete(mount.resolve("filler"));
    Files.delete(mount.resolve("filler-of-the-reserve"));
  }

  private StatusRuntimeException submitUntilRefused(TestMaster master) {
    for (int i = 0; i < SUBMISSIONS_MAX; i++) {
      Throwable thrown = catchThrowable(() -> submit(master, 1, "x".repeat(15_000)));
      if (thrown instanceof StatusRuntimeException refusal) {
        return refusal;
      }
    }
    throw new AssertionError("the disk never ran full");
  }

  private String submit(TestMaster master, int count, String padding) throws IOException {
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
    String job = master.jobs().submitJob(request.build()).getJob();
    accepted.put(job, count);
    return job;
  }

  private static String degraded(TestMaster master) throws IOException {
    return master.scheduler().getStatus(GetStatusRequest.getDefaultInstance()).getDegraded();
  }

  private static JobState state(TestMaster master, String job) throws IOException {
    return master.jobs().getJob(GetJobRequest.newBuilder().setJob(job).build()).getState();
  }

  /** Leaves nothing free. */
  private Path fill(String name) throws IOException {
    Path filler = mount.resolve(name);
    byte[] block = new byte[PAGE_BYTES];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException _) {
      return filler; // Full.
    }
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
