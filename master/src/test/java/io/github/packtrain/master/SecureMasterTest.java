package io.github.packtrain.master;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.master.security.Certificates;
import io.github.packtrain.master.security.CredentialCheck;
import io.github.packtrain.master.security.Token;
import io.github.packtrain.master.security.Tokens;
import io.github.packtrain.model.Principal.Role;
import io.github.packtrain.protocol.v1.GetStatusRequest;
import io.github.packtrain.protocol.v1.SchedulerServiceGrpc;
import io.github.packtrain.session.security.PinnedToken;
import io.github.packtrain.session.security.PinnedTrust;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master that listens beyond this machine: TLS on both ports, and tokens that pin it. */
final class SecureMasterTest {
  @TempDir static Path made;
  @TempDir Path dir;
  private Master master;
  private PinnedToken admin;
  private PinnedToken join;

  /** Keys take seconds to make: all masters of this class have the same. */
  @BeforeAll
  static void makeCertificates() throws IOException {
    Certificates.open(made, List.of("train.example"));
  }

  @BeforeEach
  void useCertificates() throws Exception {
    Files.createDirectories(dir.resolve("tls"));
    try (Stream<Path> files = Files.list(made.resolve("tls"))) {
      for (Path file : files.toList()) {
        Files.copy(file, dir.resolve("tls").resolve(file.getFileName()), COPY_ATTRIBUTES);
      }
    }
    start();
  }

  private void start() throws Exception {
    master = Master.start(TestMaster.options(dir).withHost("0.0.0.0", List.of("train.example")));
    admin = PinnedToken.parse(Files.readString(dir.resolve(Tokens.ADMIN_FILE)));
    join = PinnedToken.parse(Files.readString(dir.resolve(Tokens.JOIN_FILE)));
  }

  @AfterEach
  void stop() {
    master.close();
  }

  @Test
  void bothTokensPinTheSameAuthorityOverRestarts() throws Exception {
    assertThat(join.pin()).isNotNull().isEqualTo(admin.pin());
    master.close();
    start();
    assertThat(PinnedToken.parse(Files.readString(dir.resolve(Tokens.JOIN_FILE)))).isEqualTo(join);
  }

  @Test
  void aWorkerJoinsWithTheTokenAlone() throws IOException {
    ManagedChannel channel = secure(pinOf(join));
    try {
      FakeWorker worker = FakeWorker.dial(as(channel, join.secret()), "w1");
      await().until(worker::isRegistered);
      worker.hangUp();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aWorkerWithTheAdministratorsTokenIsNoWorker() throws IOException {
    ManagedChannel channel = secure(pinOf(join));
    try {
      FakeWorker worker = FakeWorker.dial(as(channel, admin.secret()), "w1");
      await().until(() -> worker.findFailure().isPresent());
      assertThat(Status.fromThrowable(worker.findFailure().orElseThrow()).getCode())
          .isEqualTo(Status.Code.PERMISSION_DENIED);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void plainTextAndWrongPinsGetNoAnswer() throws IOException {
    String wrong = "A".repeat(43);
    for (ManagedChannel channel :
        List.of(
            secure(wrong),
            NettyChannelBuilder.forAddress("127.0.0.1", master.grpcPort())
                .usePlaintext()
                .build())) {
      try {
        assertThatThrownBy(() -> status(as(channel, admin.secret())))
            .isInstanceOfSatisfying(
                StatusRuntimeException.class,
                e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
      } finally {
        channel.shutdownNow();
      }
    }
    URI plain = URI.create("http://127.0.0.1:" + master.httpPort() + "/v1/status");
    assertThatThrownBy(() -> ((HttpURLConnection) plain.toURL().openConnection()).getResponseCode())
        .isInstanceOf(IOException.class);
  }

  @Test
  void httpsAnswersWhoHasThePin() throws IOException {
    assertThat(master.httpUrl()).startsWith("https://127.0.0.1:");
    HttpsURLConnection connection =
        (HttpsURLConnection) URI.create(master.httpUrl() + "/v1/status").toURL().openConnection();
    connection.setSSLSocketFactory(new PinnedTrust(pinOf(admin)).sslContext().getSocketFactory());
    connection.setRequestProperty("Authorization", "Bearer " + admin.secret());
    assertThat(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("\"epoch\":\"1\"");
  }

  @Test
  void healthNeedsNoToken() throws IOException {
    ManagedChannel channel = secure(pinOf(join));
    try {
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aRevokedTokenIsOutWithinSeconds() throws IOException {
    Tokens commandLine = Tokens.open(dir);
    Token.Issued ann = commandLine.create("ann", Role.VIEWER);
    Token.Issued machine = commandLine.create("w2", Role.WORKER);
    ManagedChannel channel = secure(pinOf(join));
    try {
      Channel asAnn = as(channel, ann.secret());
      await().ignoreExceptions().until(() -> status(asAnn) > 0);
      FakeWorker worker = FakeWorker.dial(as(channel, machine.secret()), "w2");
      await().until(worker::isRegistered);
      commandLine.revoke(ann.token().id());
      commandLine.revoke(machine.token().id());
      await().until(() -> refused(asAnn));
      await().until(() -> worker.findFailure().isPresent());
    } finally {
      channel.shutdownNow();
    }
  }

  private static boolean refused(Channel channel) {
    try {
      return status(channel) < 0;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.UNAUTHENTICATED;
    }
  }

  private static long status(Channel channel) {
    return SchedulerServiceGrpc.newBlockingStub(channel)
        .getStatus(GetStatusRequest.getDefaultInstance())
        .getEpoch();
  }

  private static String pinOf(PinnedToken token) {
    return Objects.requireNonNull(token.pin());
  }

  private ManagedChannel secure(String pin) throws IOException {
    return NettyChannelBuilder.forAddress("127.0.0.1", master.grpcPort())
        .sslContext(
            GrpcSslContexts.configure(
                    SslContextBuilder.forClient().trustManager(new PinnedTrust(pin)),
                    SslProvider.JDK)
                .build())
        .build();
  }

  private static Channel as(Channel channel, String secret) {
    Metadata metadata = new Metadata();
    metadata.put(CredentialCheck.AUTHORIZATION, "Bearer " + secret);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
  }
}
