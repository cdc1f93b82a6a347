package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.master.call.Failures;
import io.github.packtrain.master.limit.UserRates;
import io.github.packtrain.master.security.Tokens;
import io.github.packtrain.model.Principal.Role;
import io.github.packtrain.protocol.v1.Error;
import io.github.packtrain.protocol.v1.GetStatusRequest;
import io.github.packtrain.protocol.v1.SchedulerServiceGrpc;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobsRequest;
import io.github.packtrain.protocol.v1.WatchEventsRequest;
import io.github.packtrain.protocol.v1.WorkloadServiceGrpc;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * One user's flood is that user's affair: each bound says what is too much and when to come back.
 */
final class UserLimitsTest extends RunningMaster {
  /** More than any machine is slow enough to be allowed. */
  private static final int FLOOD = 200;

  private void restart(UserRates rates, int connectionsMax) throws MasterStartException {
    master.close();
    master = TestMaster.start(TestMaster.options(dir).withLimits(rates, connectionsMax));
  }

  private static Error refusal(ThrowingCallable call) {
    StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(thrown).isNotNull();
    assertThat(thrown.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    Error error = Failures.error(thrown);
    assertThat(error.getMessage()).isNotEmpty();
    assertThat(error.getHint()).isNotEmpty();
    assertThat(error.getRetryAfterMillis()).isPositive();
    return error;
  }

  private static void status(Channel channel) {
    var _ =
        SchedulerServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .getStatus(GetStatusRequest.getDefaultInstance());
  }

  private static void flood(Runnable call) {
    for (int i = 0; i < FLOOD; i++) {
      call.run();
    }
  }

  private HttpURLConnection statusByHttp() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create(master.master().httpUrl() + "/v1/status").toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + master.adminSecret());
    return connection;
  }

  @Test
  void requestsHaveARateForEachUser() throws Exception {
    restart(new UserRates(1, 1_000), 100);
    Channel admin = master.asAdmin();
    Error error = refusal(() -> flood(() -> status(admin)));
    assertThat(error.getCode()).isEqualTo("TOO_MANY_REQUESTS");
    HttpURLConnection refused = statusByHttp();
    for (int i = 0; i < FLOOD && refused.getResponseCode() != 429; i++) {
      refused = statusByHttp();
    }
    assertThat(refused.getResponseCode()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.getHeaderField("Retry-After"))).isPositive();
    FakeWorker worker = master.worker("w1");
    await().until(worker::isRegistered);
  }

  @Test
  void submittedTasksHaveARateForEachUser() throws Exception {
    restart(new UserRates(1_000, 5), 100);
    SubmitJobRequest one = SubmitJobRequest.newBuilder().setSpec(noop("one")).build();
    SubmitJobsRequest twenty =
        SubmitJobsRequest.newBuilder().addAllJobs(Collections.nCopies(20, one)).build();
    var _ = master.jobs().submitJobs(twenty);
    assertThat(refusal(() -> master.jobs().submitJob(one)).getCode()).isEqualTo("TOO_MANY_TASKS");
    status(master.asAdmin());
    await()
        .atMost(30, TimeUnit.SECONDS)
        .ignoreExceptions()
        .until(() -> submit("later", 1).getFresh());
  }

  @Test
  void likeTasksCountAsOneAndAFloodOfOneLeavesTheOtherAlone() throws Exception {
    restart(new UserRates(1_000, 2), 100);
    assertThat(submit("many", 1_000_000).getCount()).isEqualTo(1_000_000);
    SubmitJobRequest distinct =
        SubmitJobRequest.newBuilder()
            .setSpec(noop("distinct"))
            .addAllParams(Collections.nCopies(100, "{}"))
            .build();
    var _ = master.jobs().submitJob(distinct);
    assertThat(refusal(() -> master.jobs().submitJob(distinct)).getRetryAfterMillis())
        .as("what is owed takes about half a second a task")
        .isBetween(10_000L, 60_000L);
    Channel other = master.as(Tokens.open(dir).create("bea", Role.SUBMITTER).secret());
    await()
        .ignoreExceptions()
        .until(
            () ->
                WorkloadServiceGrpc.newBlockingStub(other)
                    .submitJob(SubmitJobRequest.newBuilder().setSpec(noop("bea")).build())
                    .getFresh());
  }

  @Test
  void streamsAreCountedForEachUser() throws IOException {
    List<Watcher> open = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      open.add(Watcher.watch(master.asAdmin(), WatchEventsRequest.getDefaultInstance()));
    }
    await().until(() -> open.stream().allMatch(Watcher::isOpen));
    Watcher oneMore = Watcher.watch(master.asAdmin(), WatchEventsRequest.getDefaultInstance());
    await().until(() -> oneMore.failureCode().equals("TOO_MANY_STREAMS"));
    open.getFirst().hangUp();
    await()
        .until(
            () -> {
              Watcher again =
                  Watcher.watch(master.asAdmin(), WatchEventsRequest.getDefaultInstance());
              await().until(() -> again.isOpen() || !again.failureCode().isEmpty());
              return again.isOpen();
            });
  }

  @Test
  void connectionsAreCounted() throws Exception {
    restart(UserRates.DEFAULT, 1);
    status(master.asAdmin());
    ManagedChannel second =
        NettyChannelBuilder.forAddress("127.0.0.1", master.master().grpcPort())
            .usePlaintext()
            .build();
    try {
      assertThat(refusal(() -> status(second)).getCode()).isEqualTo("TOO_MANY_CONNECTIONS");
    } finally {
      second.shutdownNow();
    }
    status(master.asAdmin());
  }
}
