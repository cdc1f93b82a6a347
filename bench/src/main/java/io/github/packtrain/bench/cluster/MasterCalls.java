package io.github.packtrain.bench.cluster;

import io.github.packtrain.protocol.v1.CancelJobRequest;
import io.github.packtrain.protocol.v1.CreateStudyRequest;
import io.github.packtrain.protocol.v1.GetJobRequest;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.JobState;
import io.github.packtrain.protocol.v1.ListJobsRequest;
import io.github.packtrain.protocol.v1.ListJobsResponse;
import io.github.packtrain.protocol.v1.ListTasksRequest;
import io.github.packtrain.protocol.v1.ListTasksResponse;
import io.github.packtrain.protocol.v1.ListWorkersRequest;
import io.github.packtrain.protocol.v1.StopStudyRequest;
import io.github.packtrain.protocol.v1.Study;
import io.github.packtrain.protocol.v1.StudyServiceGrpc;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.Task;
import io.github.packtrain.protocol.v1.Worker;
import io.github.packtrain.protocol.v1.WorkerServiceGrpc;
import io.github.packtrain.protocol.v1.WorkloadServiceGrpc;
import io.github.packtrain.session.security.PinnedToken;
import io.github.packtrain.session.security.PinnedTrust;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Calls to a master that may be dead at the moment: each is repeated until it is answered. */
public final class MasterCalls implements AutoCloseable {
  private static final int TRIES = 200;
  private static final long RETRY_MILLIS = 100;
  private static final long DEADLINE_SECONDS = 10;
  private static final int PAGE = 1_000;

  private final ManagedChannel channel;
  private final WorkloadServiceGrpc.WorkloadServiceBlockingStub workload;
  private final WorkerServiceGrpc.WorkerServiceBlockingStub workers;
  private final StudyServiceGrpc.StudyServiceBlockingStub studies;

  /** As the administrator whose token is in the data directory. */
  public MasterCalls(int grpcPort, Path data) throws IOException {
    this(grpcPort, PinnedToken.parse(Files.readString(data.resolve("token")).strip()));
  }

  /**
   * As somebody else.
   *
   * @param token with a pin for a master that speaks TLS
   */
  public MasterCalls(int grpcPort, PinnedToken token) throws IOException {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + token.secret());
    NettyChannelBuilder builder = NettyChannelBuilder.forAddress("127.0.0.1", grpcPort);
    String pin = token.pin();
    if (pin == null) {
      builder.usePlaintext();
    } else {
      builder.sslContext(
          GrpcSslContexts.configure(
                  SslContextBuilder.forClient().trustManager(new PinnedTrust(pin)), SslProvider.JDK)
              .build());
    }
    channel = builder.intercept(MetadataUtils.newAttachHeadersInterceptor(headers)).build();
    workload = WorkloadServiceGrpc.newBlockingStub(channel);
    workers = WorkerServiceGrpc.newBlockingStub(channel);
    studies = StudyServiceGrpc.newBlockingStub(channel);
  }

  public String submit(SubmitJobRequest request) {
    return repeated(() -> workload().submitJob(request)).getJob();
  }

  /** Cancels a job; it may have ended meanwhile. */
  public void cancel(String id) {
    repeated(() -> workload().cancelJob(CancelJobRequest.newBuilder().setJob(id).build()));
  }

  /** All jobs, newest first. */
  public List<Job> jobs() {
    return jobs(false);
  }

  /** Those that have not ended. */
  public List<Job> unfinishedJobs() {
    return jobs(true);
  }

  /** Whether a job has not ended. */
  public boolean hasUnfinishedJobs() {
    ListJobsRequest request =
        ListJobsRequest.newBuilder().setPageSize(1).setActiveOnly(true).build();
    return repeated(() -> workload().listJobs(request)).getJobsCount() > 0;
  }

  private List<Job> jobs(boolean activeOnly) {
    List<Job> all = new ArrayList<>();
    String token = "";
    do {
      ListJobsRequest request =
          ListJobsRequest.newBuilder()
              .setPageSize(PAGE)
              .setPageToken(token)
              .setActiveOnly(activeOnly)
              .build();
      ListJobsResponse page = repeated(() -> workload().listJobs(request));
      all.addAll(page.getJobsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  /** Creates a study, or finds the one of this name. */
  public Study createStudy(CreateStudyRequest request) {
    return repeated(() -> studies().createStudy(request));
  }

  /** Stops a study. */
  public Study stopStudy(String name) {
    return repeated(
        () -> studies().stopStudy(StopStudyRequest.newBuilder().setStudy(name).build()));
  }

  public Job job(String id) {
    return repeated(() -> workload().getJob(GetJobRequest.newBuilder().setJob(id).build()));
  }

  public static boolean hasEnded(Job job) {
    return job.getState() == JobState.JOB_COMPLETED
        || job.getState() == JobState.JOB_FAILED
        || job.getState() == JobState.JOB_CANCELLED;
  }

  public List<Task> tasks(String job) {
    List<Task> all = new ArrayList<>();
    String token = "";
    do {
      ListTasksRequest request =
          ListTasksRequest.newBuilder().setJob(job).setPageSize(PAGE).setPageToken(token).build();
      ListTasksResponse page = repeated(() -> workload().listTasks(request));
      all.addAll(page.getTasksList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  public List<Worker> workers() {
    return repeated(
            () ->
                workers
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .listWorkers(ListWorkersRequest.newBuilder().setPageSize(PAGE).build()))
        .getWorkersList();
  }

  private StudyServiceGrpc.StudyServiceBlockingStub studies() {
    return studies.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private WorkloadServiceGrpc.WorkloadServiceBlockingStub workload() {
    return workload.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private <T> T repeated(Supplier<T> call) {
    for (int i = 0; ; i++) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        Status.Code code = e.getStatus().getCode();
        boolean again =
            code == Status.Code.UNAVAILABLE
                || code == Status.Code.DEADLINE_EXCEEDED
                || code == Status.Code.CANCELLED
                || code == Status.Code.RESOURCE_EXHAUSTED;
        if (!again || i == TRIES) {
          throw e;
        }
        channel.resetConnectBackoff();
        Cluster.pause(RETRY_MILLIS);
      }
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
