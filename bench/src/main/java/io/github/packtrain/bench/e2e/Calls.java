package io.github.packtrain.bench.e2e;

import com.google.common.util.concurrent.Futures;
import io.github.packtrain.protocol.v1.CommandBody;
import io.github.packtrain.protocol.v1.GetJobRequest;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.JobState;
import io.github.packtrain.protocol.v1.ListWorkersRequest;
import io.github.packtrain.protocol.v1.Request;
import io.github.packtrain.protocol.v1.Resources;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobsRequest;
import io.github.packtrain.protocol.v1.WaitJobRequest;
import io.github.packtrain.protocol.v1.Worker;
import io.github.packtrain.protocol.v1.WorkerServiceGrpc;
import io.github.packtrain.protocol.v1.WorkerState;
import io.github.packtrain.protocol.v1.WorkloadServiceGrpc;
import io.github.packtrain.session.security.PinnedToken;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** A client that keeps several requests on their way, over gRPC. */
final class Calls implements AutoCloseable {
  /** CPU that each task of the figures asks for. */
  static final int CPU_MILLI = 10;

  private static final int WAIT_MILLIS = 60_000;
  private static final int PAGE = 1_000;
  private final ManagedChannel channel;
  private final WorkloadServiceGrpc.WorkloadServiceFutureStub futures;
  private final WorkloadServiceGrpc.WorkloadServiceBlockingStub blocking;
  private final WorkerServiceGrpc.WorkerServiceBlockingStub workers;

  Calls(int grpcPort, Path data) throws IOException {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", grpcPort)
            .directExecutor()
            .usePlaintext()
            .build();
    Metadata headers = new Metadata();
    String secret = PinnedToken.parse(Files.readString(data.resolve("token"))).secret();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + secret);
    Channel known =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    futures = WorkloadServiceGrpc.newFutureStub(known);
    blocking = WorkloadServiceGrpc.newBlockingStub(known);
    workers = WorkerServiceGrpc.newBlockingStub(known);
  }

  /** The same channel, for services that are not here. */
  Channel channel() {
    return blocking.getChannel();
  }

  static JobSpec noop() {
    return handler("noop");
  }

  static JobSpec handler(String name) {
    return JobSpec.newBuilder()
        .setName(name)
        .setHandler(HandlerBody.newBuilder().setName(name))
        .setRequest(request(CPU_MILLI))
        .build();
  }

  static JobSpec command(String... words) {
    return JobSpec.newBuilder()
        .setName(words[0])
        .setCommand(CommandBody.newBuilder().addAllArgv(List.of(words)))
        .setRequest(request(CPU_MILLI))
        .build();
  }

  static Request request(int cpuMilli) {
    return Request.newBuilder().setResources(Resources.newBuilder().setCpuMilli(cpuMilli)).build();
  }

  /** Tasks with parameters of their own. */
  static SubmitJobRequest distinct(JobSpec spec, String id, int first, int count) {
    SubmitJobRequest.Builder job = SubmitJobRequest.newBuilder().setSpec(spec).setSubmissionId(id);
    for (int i = first; i < first + count; i++) {
      job.addParams("{\"i\":" + i + "}");
    }
    return job.build();
  }

  /** One task. */
  static SubmitJobRequest single(JobSpec spec, String id, int number) {
    return distinct(spec, id, number, 1);
  }

  /** Submits, with so many requests on their way; answers the jobs' ids. */
  List<String> submit(int requests, int onTheWay, IntFunction<SubmitJobRequest> request)
      throws InterruptedException {
    List<String> jobs = new ArrayList<>(requests);
    ArrayDeque<Future<String>> sent = new ArrayDeque<>();
    for (int i = 0; i < requests; i++) {
      sent.add(
          Futures.transform(
              futures.submitJob(request.apply(i)), answer -> answer.getJob(), Runnable::run));
      if (sent.size() >= onTheWay) {
        jobs.add(get(sent.remove()));
      }
    }
    for (Future<String> rest : sent) {
      jobs.add(get(rest));
    }
    return jobs;
  }

  /** Many one-task jobs in each request. */
  List<String> submitAll(int requests, int onTheWay, IntFunction<SubmitJobsRequest> request)
      throws InterruptedException {
    List<String> jobs = new ArrayList<>();
    ArrayDeque<Future<List<String>>> sent = new ArrayDeque<>();
    for (int i = 0; i < requests; i++) {
      sent.add(
          Futures.transform(
              futures.submitJobs(request.apply(i)),
              answer -> answer.getJobsList().stream().map(job -> job.getJob()).toList(),
              Runnable::run));
      if (sent.size() >= onTheWay) {
        jobs.addAll(get(sent.remove()));
      }
    }
    for (Future<List<String>> rest : sent) {
      jobs.addAll(get(rest));
    }
    return jobs;
  }

  /** Submits one and waits for its acknowledgement. */
  String submit(SubmitJobRequest request) {
    return blocking.submitJob(request).getJob();
  }

  Job job(String id) {
    return blocking.getJob(GetJobRequest.newBuilder().setJob(id).build());
  }

  /** Waits for the end of a job, which has to be a good one. */
  Job awaitCompleted(String job) {
    Job found;
    do {
      found =
          blocking.waitJob(
              WaitJobRequest.newBuilder().setJob(job).setWaitMillis(WAIT_MILLIS).build());
    } while (found.getState() == JobState.JOB_PENDING || found.getState() == JobState.JOB_RUNNING);
    if (found.getState() != JobState.JOB_COMPLETED) {
      throw new IllegalStateException(job + " ended as " + found.getState());
    }
    return found;
  }

  List<Worker> workers() {
    List<Worker> all = new ArrayList<>();
    String token = "";
    do {
      var page =
          workers.listWorkers(
              ListWorkersRequest.newBuilder().setPageSize(PAGE).setPageToken(token).build());
      all.addAll(page.getWorkersList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  void awaitWorkers(int count, long timeoutMillis) {
    Installation.await(
        count + " workers",
        timeoutMillis,
        () ->
            workers().stream()
                    .filter(
                        worker ->
                            worker.getState() == WorkerState.WORKER_IDLE
                                || worker.getState() == WorkerState.WORKER_BUSY)
                    .count()
                >= count);
  }

  private static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a submission failed", e.getCause());
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
