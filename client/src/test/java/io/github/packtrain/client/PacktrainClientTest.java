package io.github.packtrain.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.packtrain.protocol.v1.Error;
import io.github.packtrain.protocol.v1.GetJobRequest;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.JobState;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobResponse;
import io.github.packtrain.protocol.v1.SubmitJobsRequest;
import io.github.packtrain.protocol.v1.SubmitJobsResponse;
import io.github.packtrain.protocol.v1.WaitJobRequest;
import io.github.packtrain.protocol.v1.WorkloadServiceGrpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacktrainClientTest {
  private static final JobSpec NOOP =
      JobSpec.newBuilder()
          .setName("noop")
          .setHandler(HandlerBody.newBuilder().setName("noop"))
          .build();

  private final FakeWorkloads workloads = new FakeWorkloads();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private Server server;
  private PacktrainClient client;

  @BeforeEach
  void connect() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(workloads)
            .intercept(new Recorder())
            .build()
            .start();
    client = PacktrainClient.connect("127.0.0.1:" + server.getPort(), Credential.ofToken("secret"));
  }

  @AfterEach
  void close() {
    client.close();
    server.shutdownNow();
  }

  @Test
  void eachCallCarriesTheToken() {
    client.submit(NOOP, 1);
    assertThat(authorizations).containsExactly("Bearer secret");
  }

  @Test
  void aSubmissionGetsAnIdOfItsOwn() {
    client.submit(NOOP, 3);
    client.submit(NOOP, List.of("{\"lr\":1}"));
    assertThat(workloads.submitted).extracting(SubmitJobRequest::getCount).containsExactly(3, 0);
    assertThat(workloads.submitted.get(1).getParamsList()).containsExactly("{\"lr\":1}");
    assertThat(workloads.submitted)
        .extracting(SubmitJobRequest::getSubmissionId)
        .doesNotHaveDuplicates()
        .noneMatch(String::isEmpty);
  }

  @Test
  void aSubmissionKeepsTheIdItHas() {
    client.submit(SubmitJobRequest.newBuilder().setSpec(NOOP).setSubmissionId("mine").build());
    assertThat(workloads.submitted.get(0).getSubmissionId()).isEqualTo("mine");
  }

  @Test
  void manyJobsGoInOneCall() {
    SubmitJobRequest request = SubmitJobRequest.newBuilder().setSpec(NOOP).build();
    assertThat(client.submitAll(List.of(request, request)))
        .extracting(SubmitJobResponse::getJob)
        .containsExactly("J1", "J2");
    assertThat(authorizations).hasSize(1);
  }

  @Test
  void waitsOverSeveralRounds() {
    workloads.roundsBeforeEnd.set(2);
    assertThat(client.await("J1", Duration.ofMinutes(5)).orElseThrow().getState())
        .isEqualTo(JobState.JOB_COMPLETED);
    assertThat(workloads.waits).hasSize(3).allMatch(millis -> millis <= 30_000);
  }

  @Test
  void givesUpWaitingWhenTheTimeIsOver() {
    workloads.roundsBeforeEnd.set(Integer.MAX_VALUE);
    assertThat(client.await("J1", Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void aRefusalHasTheMastersWords() {
    assertThatThrownBy(() -> client.job("J9"))
        .isInstanceOfSatisfying(
            PacktrainException.class,
            e -> {
              assertThat(e).hasMessage("there is no job J9");
              assertThat(e.code()).isEqualTo("JOB_NOT_FOUND");
              assertThat(e.why()).isEqualTo("it was never submitted");
              assertThat(e.hint()).isEqualTo("packtrain job list");
              assertThat(e.status()).isEqualTo(Status.Code.NOT_FOUND);
              assertThat(e.isRetryable()).isFalse();
            });
  }

  @Test
  void aMasterThatIsNotThereIsAFailureThatMayPass() {
    server.shutdownNow();
    assertThatThrownBy(() -> client.submit(NOOP, 1))
        .isInstanceOfSatisfying(
            PacktrainException.class,
            e -> {
              assertThat(e.code()).isEqualTo("UNAVAILABLE");
              assertThat(e.isRetryable()).isTrue();
            });
  }

  /** Answers from what the test set, and remembers what it was asked. */
  private static final class FakeWorkloads extends WorkloadServiceGrpc.WorkloadServiceImplBase {
    private final List<SubmitJobRequest> submitted = new CopyOnWriteArrayList<>();
    private final List<Long> waits = new CopyOnWriteArrayList<>();
    private final AtomicInteger roundsBeforeEnd = new AtomicInteger();

    @Override
    public void submitJob(SubmitJobRequest request, StreamObserver<SubmitJobResponse> reply) {
      submitted.add(request);
      reply.onNext(SubmitJobResponse.newBuilder().setJob("J" + submitted.size()).build());
      reply.onCompleted();
    }

    @Override
    public void submitJobs(SubmitJobsRequest request, StreamObserver<SubmitJobsResponse> reply) {
      List<SubmitJobResponse> jobs = new ArrayList<>();
      for (int i = 1; i <= request.getJobsCount(); i++) {
        jobs.add(SubmitJobResponse.newBuilder().setJob("J" + i).build());
      }
      reply.onNext(SubmitJobsResponse.newBuilder().addAllJobs(jobs).build());
      reply.onCompleted();
    }

    @Override
    public void waitJob(WaitJobRequest request, StreamObserver<Job> reply) {
      waits.add(request.getWaitMillis());
      boolean ended = roundsBeforeEnd.getAndDecrement() <= 0;
      reply.onNext(
          Job.newBuilder()
              .setId(request.getJob())
              .setState(ended ? JobState.JOB_COMPLETED : JobState.JOB_RUNNING)
              .build());
      reply.onCompleted();
    }

    @Override
    public void getJob(GetJobRequest request, StreamObserver<Job> reply) {
      Metadata trailers = new Metadata();
      trailers.put(
          PacktrainException.DETAIL,
          Error.newBuilder()
              .setCode("JOB_NOT_FOUND")
              .setMessage("there is no job " + request.getJob())
              .setWhy("it was never submitted")
              .setHint("packtrain job list")
              .build()
              .toByteArray());
      reply.onError(Status.NOT_FOUND.asRuntimeException(trailers));
    }
  }

  /** Remembers what calls present. */
  private final class Recorder implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      authorizations.add(
          headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)));
      return next.startCall(call, headers);
    }
  }
}
