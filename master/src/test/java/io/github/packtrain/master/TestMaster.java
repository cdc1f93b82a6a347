package io.github.packtrain.master;

import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.master.security.CredentialCheck;
import io.github.packtrain.master.security.Tokens;
import io.github.packtrain.master.shell.ShellOptions;
import io.github.packtrain.protocol.v1.PolicyServiceGrpc;
import io.github.packtrain.protocol.v1.SchedulerServiceGrpc;
import io.github.packtrain.protocol.v1.StudyServiceGrpc;
import io.github.packtrain.protocol.v1.WorkerServiceGrpc;
import io.github.packtrain.protocol.v1.WorkloadServiceGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real master on free ports with clients for its services. */
public final class TestMaster implements AutoCloseable {
  private final Master master;
  private final ManagedChannel channel;
  private final Path dataDir;
  private final List<FakeWorker> workers = new ArrayList<>();

  private TestMaster(Master master, Path dataDir) {
    this.master = master;
    this.dataDir = dataDir;
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", master.grpcPort()).usePlaintext().build();
  }

  static MasterOptions options(Path dataDir) {
    return MasterOptions.of(dataDir)
        .withPorts(0, 0)
        .withShell(ShellOptions.of(200, 2_000, PlacementChoice.BEST_FIT));
  }

  static TestMaster start(Path dataDir) throws MasterStartException {
    return start(options(dataDir));
  }

  static TestMaster start(MasterOptions options) throws MasterStartException {
    return new TestMaster(Master.start(options), options.dataDir());
  }

  Master master() {
    return master;
  }

  Channel channel() {
    return channel;
  }

  Channel as(String secret) {
    Metadata metadata = new Metadata();
    metadata.put(CredentialCheck.AUTHORIZATION, "Bearer " + secret);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  String adminSecret() throws IOException {
    return Files.readString(dataDir.resolve(Tokens.ADMIN_FILE)).strip();
  }

  Channel asAdmin() throws IOException {
    return as(adminSecret());
  }

  Channel asWorker() throws IOException {
    return as(Files.readString(dataDir.resolve(Tokens.JOIN_FILE)).strip());
  }

  FakeWorker worker(String name) throws IOException {
    FakeWorker worker = FakeWorker.dial(asWorker(), name);
    workers.add(worker);
    return worker;
  }

  WorkloadServiceGrpc.WorkloadServiceBlockingStub jobs() throws IOException {
    return WorkloadServiceGrpc.newBlockingStub(asAdmin()).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  StudyServiceGrpc.StudyServiceBlockingStub studies() throws IOException {
    return StudyServiceGrpc.newBlockingStub(asAdmin()).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  WorkerServiceGrpc.WorkerServiceBlockingStub workers() throws IOException {
    return WorkerServiceGrpc.newBlockingStub(asAdmin()).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  PolicyServiceGrpc.PolicyServiceBlockingStub policies() throws IOException {
    return PolicyServiceGrpc.newBlockingStub(asAdmin()).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  SchedulerServiceGrpc.SchedulerServiceBlockingStub scheduler() throws IOException {
    return SchedulerServiceGrpc.newBlockingStub(asAdmin()).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    workers.forEach(FakeWorker::hangUp);
    channel.shutdownNow();
    master.close();
  }
}
