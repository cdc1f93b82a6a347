package io.github.packtrain.master.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.master.AllServices;
import io.github.packtrain.master.call.Failures;
import io.github.packtrain.model.Principal.Role;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.WorkerGatewayGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CredentialCheckTest {
  @TempDir Path dir;
  private Tokens tokens;
  private CredentialCheck check;
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    tokens = Tokens.open(dir);
    check = new CredentialCheck(tokens);
    String name = InProcessServerBuilder.generateName();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name);
    for (ServerServiceDefinition service : AllServices.definitions()) {
      builder.addService(ServerInterceptors.intercept(service, check));
    }
    server = builder.build().start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  static Stream<MethodDescriptor<?, ?>> allMethods() {
    return AllServices.definitions().stream()
        .flatMap(service -> service.getMethods().stream())
        .map(method -> method.getMethodDescriptor());
  }

  @ParameterizedTest
  @MethodSource("allMethods")
  void withoutATokenNothingButHealthAnswers(MethodDescriptor<?, ?> method) {
    Status.Code code = call(channel, method).getCode();
    if (method.getFullMethodName().startsWith("grpc.health.v1.Health/")) {
      assertThat(code).isNotIn(Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED);
    } else {
      assertThat(code).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(call(with("pt_wrong"), method).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  @ParameterizedTest
  @MethodSource("allMethods")
  void eachMethodHasARoleAndLetsInExactlyThoseWhoHaveIt(MethodDescriptor<?, ?> method)
      throws IOException {
    String name = method.getFullMethodName();
    if (MethodRoles.isOpen(name)) {
      return;
    }
    Role least = MethodRoles.findLeast(name).orElseThrow(() -> new AssertionError("no role"));
    for (Map.Entry<Role, String> entry : secretsByRole().entrySet()) {
      Role role = entry.getKey();
      boolean expected =
          least == Role.WORKER
              ? role == Role.WORKER
              : role != Role.WORKER && role.compareTo(least) >= 0;
      assertThat(call(with(entry.getValue()), method).getCode() != Status.Code.PERMISSION_DENIED)
          .as("%s for %s", role, name)
          .isEqualTo(expected);
    }
  }

  @Test
  void theTableNamesNothingThatDoesNotExist() {
    List<String> names = allMethods().map(MethodDescriptor::getFullMethodName).toList();
    assertThat(names).hasSizeGreaterThan(25);
    for (String name : MethodRoles.named()) {
      if (!name.startsWith("grpc.reflection.v1alpha.")) {
        assertThat(names).contains(name);
      }
    }
  }

  @Test
  void aRefusalSaysWhatToDo() {
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    Channel captured =
        ClientInterceptors.intercept(
            channel,
            MetadataUtils.newCaptureMetadataInterceptor(new AtomicReference<>(), trailers));
    call(captured, WorkerGatewayGrpc.getConnectMethod());
    var error = Objects.requireNonNull(Objects.requireNonNull(trailers.get()).get(Failures.DETAIL));
    assertThat(error.getCode()).isEqualTo("TOKEN_MISSING");
    assertThat(error.getWhy()).contains("Authorization");
    assertThat(error.getHint()).contains("PACKTRAIN_TOKEN");
  }

  @Test
  void anOpenStreamEndsWhenItsTokenIsRevoked() throws IOException {
    Token.Issued worker = tokens.create("w1", Role.WORKER);
    AtomicInteger messages = new AtomicInteger();
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    WorkerGatewayGrpc.newStub(with(worker.secret()))
        .connect(
            new StreamObserver<>() {
              @Override
              public void onNext(MasterMessage message) {
                messages.incrementAndGet();
              }

              @Override
              public void onError(Throwable failure) {
                end.complete(failure);
              }

              @Override
              public void onCompleted() {
                end.complete(new AssertionError("completed"));
              }
            });
    await().until(() -> messages.get() == 1);
    check.endRevoked();
    assertThat(end).isNotDone();
    tokens.revoke(worker.token().id());
    check.endRevoked();
    await().until(end::isDone);
    assertThat(Status.fromThrowable(end.join()).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  private Map<Role, String> secretsByRole() throws IOException {
    Map<Role, String> secrets = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      secrets.put(role, tokens.create("someone", role).secret());
    }
    return secrets;
  }

  private Channel with(String secret) {
    Metadata metadata = new Metadata();
    metadata.put(CredentialCheck.AUTHORIZATION, "Bearer " + secret);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  /** Calls with an empty message; a stream that stays open counts as answered. */
  private static <Q, A> Status call(Channel channel, MethodDescriptor<Q, A> method) {
    CompletableFuture<Status> end = new CompletableFuture<>();
    ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(A message) {
            if (!method.getType().serverSendsOneMessage()) {
              end.complete(Status.OK);
            }
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(1);
    PrototypeMarshaller<Q> marshaller = (PrototypeMarshaller<Q>) method.getRequestMarshaller();
    call.sendMessage(marshaller.getMessagePrototype());
    call.halfClose();
    Status status = end.join();
    call.cancel("enough", null);
    return status;
  }
}
