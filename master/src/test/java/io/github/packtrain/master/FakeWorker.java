package io.github.packtrain.master;

import com.google.protobuf.ByteString;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.protocol.v1.AttemptRef;
import io.github.packtrain.protocol.v1.AttemptResult;
import io.github.packtrain.protocol.v1.Heartbeat;
import io.github.packtrain.protocol.v1.LogChunk;
import io.github.packtrain.protocol.v1.LogRequest;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.Outcome;
import io.github.packtrain.protocol.v1.Register;
import io.github.packtrain.protocol.v1.Report;
import io.github.packtrain.protocol.v1.Reports;
import io.github.packtrain.protocol.v1.StartAttempt;
import io.github.packtrain.protocol.v1.Started;
import io.github.packtrain.protocol.v1.WorkerGatewayGrpc;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.wire.ResourceWire;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A worker on a real stream that runs nothing: it says that attempts start, and they end when the
 * test says so, or at once.
 */
public final class FakeWorker implements StreamObserver<MasterMessage> {
  private static final int LOG_CHUNK_BYTES = 64 * 1024;
  private final String name;
  private final WorkerSpec spec;
  private final List<MasterMessage> received = new ArrayList<>();
  private final Map<AttemptRef, StartAttempt> running = new LinkedHashMap<>();
  private final TreeMap<Long, Report> unacknowledged = new TreeMap<>();
  private final StreamObserver<WorkerMessage> master;
  private final List<AttemptRef> held;
  private long lastReport;
  private boolean endsAtOnce;
  private @Nullable Throwable failure;
  private boolean completed;

  private FakeWorker(Channel channel, String name, WorkerSpec spec, List<AttemptRef> held) {
    this.name = name;
    this.spec = spec;
    this.held = held;
    synchronized (this) {
      master = WorkerGatewayGrpc.newStub(channel).connect(this);
    }
    register(1);
  }

  /** Dials and registers: 4 CPUs and 2 devices. */
  public static FakeWorker dial(Channel channel, String name) {
    return dial(channel, name, List.of());
  }

  /** Dials and registers, holding attempts from before. */
  public static FakeWorker dial(Channel channel, String name, List<AttemptRef> held) {
    Resources machine = new Resources(4_000, 8L << 30, 100L << 30);
    WorkerSpec spec = WorkerSpec.of(name, machine, List.of(device(0), device(1)));
    return new FakeWorker(channel, name, spec, held);
  }

  private static Device device(int index) {
    return new Device("GPU-" + index, index, Vendor.NVIDIA, "SIM", 16L << 30, 80, 0, "", true);
  }

  final synchronized void register(int version) {
    master.onNext(
        WorkerMessage.newBuilder()
            .setRegister(
                Register.newBuilder()
                    .setProtocolVersion(version)
                    .setUid("uid-" + name)
                    .setIncarnation(7)
                    .setSpec(ResourceWire.toWire(spec))
                    .addAllHeld(held))
            .build());
  }

  /** From now on every attempt succeeds as soon as it starts. */
  synchronized FakeWorker endingAtOnce() {
    endsAtOnce = true;
    List.copyOf(running.keySet()).forEach(attempt -> end(attempt, Outcome.SUCCEEDED));
    return this;
  }

  @Override
  public synchronized void onNext(MasterMessage message) {
    received.add(message);
    unacknowledged.headMap(message.getAcknowledged(), true).clear();
    switch (message.getKindCase()) {
      case ASSIGNMENTS -> {
        message.getAssignments().getStartList().forEach(this::start);
        message
            .getAssignments()
            .getStopList()
            .forEach(
                stop -> {
                  if (running.containsKey(stop.getAttempt())) {
                    end(stop.getAttempt(), stop.getReason());
                  }
                });
      }
      case LOG -> answerLog(message.getLog());
      case REGISTERED, REFUSED, HEARTBEAT, KIND_NOT_SET -> {}
    }
  }

  private void start(StartAttempt start) {
    if (running.putIfAbsent(start.getAttempt(), start) == null) {
      report(
          Report.newBuilder()
              .setAttempt(start.getAttempt())
              .setStarted(Started.getDefaultInstance())
              .build());
      if (endsAtOnce) {
        end(start.getAttempt(), Outcome.SUCCEEDED);
      }
    }
  }

  /** The attempt ends; a success reports its parameter x as the metric y. */
  synchronized void end(AttemptRef attempt, Outcome outcome) {
    StartAttempt start = running.remove(attempt);
    if (start == null) {
      throw new IllegalArgumentException(name + " does not run " + attempt);
    }
    AttemptResult.Builder result = AttemptResult.newBuilder().setOutcome(outcome).setRunMillis(5);
    if (outcome == Outcome.SUCCEEDED) {
      String digits = start.getParams().replaceAll("[^0-9.]", "");
      result.putMetrics("y", digits.isEmpty() ? 0 : Double.parseDouble(digits));
    } else {
      result.setExitCode(3).setMessage("it broke");
    }
    report(Report.newBuilder().setAttempt(attempt).setEnded(result).build());
  }

  private void report(Report report) {
    lastReport++;
    unacknowledged.put(lastReport, report);
    master.onNext(
        WorkerMessage.newBuilder()
            .setReports(Reports.newBuilder().setLast(lastReport).addReports(report))
            .build());
  }

  /** What every attempt writes. */
  static final String OUTPUT = "line\n".repeat(120_000);

  private void answerLog(LogRequest request) {
    byte[] all = OUTPUT.getBytes(StandardCharsets.UTF_8);
    long start = request.getOffset() < 0 ? all.length + request.getOffset() : request.getOffset();
    int from = Math.clamp(start, 0, all.length);
    int to = Math.min(all.length, from + request.getMaxBytes());
    for (int at = from; at < to; at += LOG_CHUNK_BYTES) {
      int end = Math.min(to, at + LOG_CHUNK_BYTES);
      log(
          LogChunk.newBuilder()
              .setRequest(request.getRequest())
              .setData(ByteString.copyFrom(all, at, end - at))
              .setNextOffset(end));
    }
    log(LogChunk.newBuilder().setRequest(request.getRequest()).setEnd(true).setNextOffset(to));
  }

  private void log(LogChunk.Builder chunk) {
    master.onNext(WorkerMessage.newBuilder().setLog(chunk).build());
  }

  synchronized void heartbeat(long sequence) {
    master.onNext(
        WorkerMessage.newBuilder()
            .setHeartbeat(Heartbeat.newBuilder().setSequence(sequence))
            .build());
  }

  synchronized List<MasterMessage> received() {
    return List.copyOf(received);
  }

  synchronized List<AttemptRef> running() {
    return List.copyOf(running.keySet());
  }

  synchronized int unacknowledged() {
    return unacknowledged.size();
  }

  synchronized boolean isRegistered() {
    return received.stream().anyMatch(MasterMessage::hasRegistered);
  }

  synchronized Optional<Throwable> findFailure() {
    return Optional.ofNullable(failure);
  }

  /** The code with which the master refused it. */
  synchronized Optional<String> findRefusal() {
    return received.stream()
        .filter(MasterMessage::hasRefused)
        .map(message -> message.getRefused().getCode())
        .findFirst();
  }

  synchronized void hangUp() {
    if (!completed && failure == null) {
      completed = true;
      master.onCompleted();
    }
  }

  @Override
  public synchronized void onError(Throwable thrown) {
    failure = thrown;
  }

  @Override
  public synchronized void onCompleted() {
    completed = true;
  }
}
