package io.github.packtrain.client;

import io.github.packtrain.protocol.v1.BestTrialsRequest;
import io.github.packtrain.protocol.v1.BestTrialsResponse;
import io.github.packtrain.protocol.v1.CancelJobRequest;
import io.github.packtrain.protocol.v1.CreateStudyRequest;
import io.github.packtrain.protocol.v1.Event;
import io.github.packtrain.protocol.v1.EventServiceGrpc;
import io.github.packtrain.protocol.v1.GetJobRequest;
import io.github.packtrain.protocol.v1.GetStudyRequest;
import io.github.packtrain.protocol.v1.GetTaskRequest;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.JobState;
import io.github.packtrain.protocol.v1.StopStudyRequest;
import io.github.packtrain.protocol.v1.Study;
import io.github.packtrain.protocol.v1.StudyServiceGrpc;
import io.github.packtrain.protocol.v1.StudySpec;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobResponse;
import io.github.packtrain.protocol.v1.SubmitJobsRequest;
import io.github.packtrain.protocol.v1.Task;
import io.github.packtrain.protocol.v1.WaitJobRequest;
import io.github.packtrain.protocol.v1.WatchEventsRequest;
import io.github.packtrain.protocol.v1.WorkloadServiceGrpc;
import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A connection to a master. Thread-safe; connects with the first call and again when the connection
 * was lost. Every method blocks and throws {@link PacktrainException}.
 */
public final class PacktrainClient implements AutoCloseable {
  private static final long CALL_SECONDS = 60;
  private static final long WAIT_ROUND_MILLIS = 30_000;
  private static final long CLOSE_SECONDS = 5;

  private final ManagedChannel channel;
  private final WorkloadServiceGrpc.WorkloadServiceBlockingStub workloads;
  private final StudyServiceGrpc.StudyServiceBlockingStub studies;
  private final EventServiceGrpc.EventServiceBlockingStub events;

  PacktrainClient(ManagedChannel channel, Credential credential) {
    CallCredentials bearer = new BearerToken(credential.secret());
    this.channel = channel;
    this.workloads = WorkloadServiceGrpc.newBlockingStub(channel).withCallCredentials(bearer);
    this.studies = StudyServiceGrpc.newBlockingStub(channel).withCallCredentials(bearer);
    this.events = EventServiceGrpc.newBlockingStub(channel).withCallCredentials(bearer);
  }

  /**
   * Talks to the master at {@code address}, with TLS when the credential pins an authority and
   * without when it does not.
   *
   * @param address {@code host:port} of its gRPC port
   */
  public static PacktrainClient connect(String address, Credential credential) {
    return new PacktrainClient(Channels.open(address, credential.findPin()), credential);
  }

  /**
   * Submits {@code count} like tasks. When this returns, the job is on the master's disk.
   *
   * @param count at least 1
   */
  public SubmitJobResponse submit(JobSpec spec, int count) {
    return submit(SubmitJobRequest.newBuilder().setSpec(spec).setCount(count).build());
  }

  /**
   * Submits one task for each entry of {@code params}.
   *
   * @param params a JSON object each
   */
  public SubmitJobResponse submit(JobSpec spec, List<String> params) {
    return submit(SubmitJobRequest.newBuilder().setSpec(spec).addAllParams(params).build());
  }

  /**
   * Submits a job. A request with a submission id can be repeated after a lost answer: it stands
   * for the same job. One without gets an id here.
   */
  public SubmitJobResponse submit(SubmitJobRequest request) {
    SubmitJobRequest known = withId(request);
    return call(() -> limited(workloads).submitJob(known));
  }

  /** Submits many jobs at once: all are accepted or none. */
  public List<SubmitJobResponse> submitAll(List<SubmitJobRequest> requests) {
    SubmitJobsRequest.Builder all = SubmitJobsRequest.newBuilder();
    requests.forEach(request -> all.addJobs(withId(request)));
    return call(() -> limited(workloads).submitJobs(all.build())).getJobsList();
  }

  /**
   * The job as it stands.
   *
   * @param job {@code J42}, {@code 42} or {@code last}
   */
  public Job job(String job) {
    return call(() -> limited(workloads).getJob(GetJobRequest.newBuilder().setJob(job).build()));
  }

  /** A task with its attempts and its result. */
  public Task task(String job, int index) {
    GetTaskRequest request = GetTaskRequest.newBuilder().setJob(job).setIndex(index).build();
    return call(() -> limited(workloads).getTask(request));
  }

  /**
   * Waits until the job has ended, at most {@code limit}.
   *
   * @return the job; empty when it has not ended by then
   */
  public Optional<Job> await(String job, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      long round = Math.max(1, Math.min(left, WAIT_ROUND_MILLIS));
      WaitJobRequest request = WaitJobRequest.newBuilder().setJob(job).setWaitMillis(round).build();
      Job found = call(() -> limited(workloads).waitJob(request));
      if (hasEnded(found.getState())) {
        return Optional.of(found);
      }
      if (left <= round) {
        return Optional.empty();
      }
    }
  }

  /**
   * Ends a job.
   *
   * @return how many tasks were cancelled
   */
  public int cancel(String job, String reason) {
    CancelJobRequest request = CancelJobRequest.newBuilder().setJob(job).setReason(reason).build();
    return call(() -> limited(workloads).cancelJob(request)).getCount();
  }

  /**
   * Begins a study, or finds the one of this name with the same specification.
   *
   * @param trial what each trial runs
   */
  public Study createStudy(StudySpec spec, JobSpec trial) {
    CreateStudyRequest request =
        CreateStudyRequest.newBuilder().setSpec(spec).setTrial(trial).build();
    return call(() -> limited(studies).createStudy(request));
  }

  /** How a study stands. */
  public Study study(String name) {
    GetStudyRequest request = GetStudyRequest.newBuilder().setStudy(name).build();
    return call(() -> limited(studies).getStudy(request));
  }

  /** The best trials of a study, best first, at most {@code limit}. */
  public BestTrialsResponse bestTrials(String study, int limit) {
    BestTrialsRequest request =
        BestTrialsRequest.newBuilder().setStudy(study).setLimit(limit).build();
    return call(() -> limited(studies).bestTrials(request));
  }

  /** Ends a study; its running trials are cancelled. */
  public Study stopStudy(String study, String reason) {
    StopStudyRequest request =
        StopStudyRequest.newBuilder().setStudy(study).setReason(reason).build();
    return call(() -> limited(studies).stopStudy(request));
  }

  /**
   * Watches what happens until the stream ends, on this thread; an interrupt ends it too.
   *
   * @param request with {@code until_now} it ends by itself
   * @param each gets every event once, in order; while it works the master waits and keeps nothing
   *     for it
   * @throws PacktrainException such as EVENTS_COMPACTED; after one that {@link
   *     PacktrainException#isRetryable} go on with the number of the last event
   */
  public void watchEvents(WatchEventsRequest request, Consumer<Event> each) {
    try {
      events.watchEvents(request).forEachRemaining(more -> more.getEventsList().forEach(each));
    } catch (StatusRuntimeException e) {
      throw PacktrainException.of(e);
    }
  }

  /** Ends the connection. */
  @Override
  public void close() {
    channel.shutdown();
    try {
      if (!channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static boolean hasEnded(JobState state) {
    return state == JobState.JOB_COMPLETED
        || state == JobState.JOB_FAILED
        || state == JobState.JOB_CANCELLED;
  }

  private static SubmitJobRequest withId(SubmitJobRequest request) {
    return request.getSubmissionId().isEmpty()
        ? request.toBuilder().setSubmissionId(UUID.randomUUID().toString()).build()
        : request;
  }

  private static <S extends io.grpc.stub.AbstractStub<S>> S limited(S stub) {
    return stub.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
  }

  private static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw PacktrainException.of(e);
    }
  }

  /** Puts the token into each call. */
  private static final class BearerToken extends CallCredentials {
    private static final Metadata.Key<String> AUTHORIZATION =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private final String secret;

    BearerToken(String secret) {
      this.secret = secret;
    }

    @Override
    public void applyRequestMetadata(
        RequestInfo request, Executor executor, MetadataApplier applier) {
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, "Bearer " + secret);
      applier.apply(headers);
    }
  }
}
