package io.github.packtrain.bench.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.packtrain.core.Command;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.journal.EventCodec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.protocol.v1.AttemptRef;
import io.github.packtrain.protocol.v1.AttemptResult;
import io.github.packtrain.protocol.v1.CreateStudyRequest;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.Heartbeat;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.MeasurementReport;
import io.github.packtrain.protocol.v1.Outcome;
import io.github.packtrain.protocol.v1.Register;
import io.github.packtrain.protocol.v1.Report;
import io.github.packtrain.protocol.v1.Reports;
import io.github.packtrain.protocol.v1.Started;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.loop.Batch;
import io.github.packtrain.session.loop.Input;
import io.github.packtrain.session.loop.LoopOptions;
import io.github.packtrain.session.loop.MasterLoop;
import io.github.packtrain.session.loop.Request;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.wire.ResourceWire;
import io.github.packtrain.session.wire.StudyWire;
import io.github.packtrain.session.wire.WireException;
import io.github.packtrain.session.world.World;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Messages into the master's loop, which has a worker and a running job. */
final class LoopTargets {
  private static final long NOW_MILLIS = 1_800_000_000_000L;
  private static final int TASKS_MAX = 1_000;
  private static final Principal SOMEBODY = new Principal("u", Principal.Role.SUBMITTER);

  private LoopTargets() {}

  /** Bytes are messages, each behind its length. */
  static void workerMessages(byte[] input) {
    Stage stage = new Stage();
    stage.step(new Input.FromWorker(1, register(1)));
    stage.submit();
    stage.plan();
    long connection = 1;
    for (WorkerMessage message : messages(input)) {
      stage.step(new Input.FromWorker(connection, message));
      if (message.hasRegister()) {
        connection++;
      }
    }
    stage.step(new Input.Closed(1));
    stage.plan();
  }

  private static List<WorkerMessage> messages(byte[] input) {
    List<WorkerMessage> messages = new ArrayList<>();
    try {
      var in = new ByteArrayInputStream(input);
      for (WorkerMessage next = WorkerMessage.parseDelimitedFrom(in);
          next != null;
          next = WorkerMessage.parseDelimitedFrom(in)) {
        messages.add(next);
      }
      return messages;
    } catch (IOException broken) {
      return messages; // gRPC ends the stream here
    }
  }

  /** The first byte says which request. */
  static void submissions(byte[] input) {
    if (input.length == 0) {
      return;
    }
    ByteString rest = ByteString.copyFrom(input, 1, input.length - 1);
    Stage stage = new Stage();
    try {
      if (input[0] % 2 == 0) {
        stage.step(new Input.Call(submission(SubmitJobRequest.parseFrom(rest)), 1));
      } else {
        CreateStudyRequest request = CreateStudyRequest.parseFrom(rest);
        stage.step(
            new Input.Call(
                new Request.CreateStudy(
                    SOMEBODY,
                    StudyWire.toModel(request.getSpec()),
                    JobWire.toModel(request.getTrial())),
                1));
      }
      stage.step(new Input.FromWorker(1, register(1)));
      stage.plan();
    } catch (InvalidProtocolBufferException | WireException refused) {
      return;
    }
  }

  private static Request submission(SubmitJobRequest request) {
    int params = Math.min(TASKS_MAX, request.getParamsCount());
    int count = params > 0 ? params : Math.clamp(request.getCount(), 1, TASKS_MAX);
    return new Request.Commands(
        List.of(
            new Command.SubmitJob(
                SOMEBODY,
                request.getSubmissionId(),
                JobWire.toModel(request.getSpec()),
                count,
                request.getParamsList().subList(0, params),
                false)));
  }

  private static WorkerMessage register(long stream) {
    WorkerSpec spec = WorkerSpec.of("w", new Resources(4_000, 1L << 30, 0), List.of());
    return WorkerMessage.newBuilder()
        .setRegister(
            Register.newBuilder()
                .setProtocolVersion(1)
                .setUid("uid")
                .setIncarnation(1)
                .setStream(stream)
                .setSpec(ResourceWire.toWire(spec)))
        .build();
  }

  static List<byte[]> workerSeeds() {
    AttemptRef attempt = AttemptRef.newBuilder().setJob(1).setIndex(0).setNumber(1).build();
    Reports reports =
        Reports.newBuilder()
            .addReports(Report.newBuilder().setAttempt(attempt).setStarted(Started.newBuilder()))
            .addReports(
                Report.newBuilder()
                    .setAttempt(attempt)
                    .setMeasured(MeasurementReport.newBuilder().setStep(3).putMetrics("loss", 0.5)))
            .addReports(
                Report.newBuilder()
                    .setAttempt(attempt)
                    .setEnded(AttemptResult.newBuilder().setOutcome(Outcome.SUCCEEDED)))
            .setLast(3)
            .build();
    return List.of(
        delimited(WorkerMessage.newBuilder().setReports(reports).build()),
        delimited(register(2)),
        delimited(WorkerMessage.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build()));
  }

  static List<byte[]> submissionSeeds() {
    JobSpec spec =
        JobSpec.newBuilder()
            .setName("j")
            .setHandler(HandlerBody.newBuilder().setName("noop"))
            .build();
    SubmitJobRequest job =
        SubmitJobRequest.newBuilder().setSpec(spec).addParams("{\"a\":1}").build();
    CreateStudyRequest study = CreateStudyRequest.newBuilder().setTrial(spec).build();
    return List.of(
        ByteString.copyFrom(new byte[] {0}).concat(job.toByteString()).toByteArray(),
        ByteString.copyFrom(new byte[] {1}).concat(study.toByteString()).toByteArray());
  }

  private static byte[] delimited(WorkerMessage message) {
    var out = new ByteArrayOutputStream();
    try {
      message.writeDelimitedTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A loop; what it decides must go through the journal's codec and the planner. */
  private static final class Stage {
    private final MasterLoop loop =
        new MasterLoop(LoopOptions.of(1, 1_000, 3_000), new World(), NOW_MILLIS);
    private final Planner planner = new Planner(PlacementChoice.BEST_FIT.create(), TASKS_MAX);

    Batch step(Input... inputs) {
      Batch batch = loop.step(List.of(inputs), NOW_MILLIS);
      EventCodec.encode(batch.facts());
      return batch;
    }

    void submit() {
      Command submit =
          new Command.SubmitJob(
              SOMEBODY,
              "s",
              io.github.packtrain.model.JobSpec.of(
                  "j",
                  io.github.packtrain.model.Request.cpu(100),
                  new io.github.packtrain.model.TaskBody.Handler("noop", "")),
              3,
              List.of(),
              false);
      step(new Input.Call(new Request.Commands(List.of(submit)), 1));
    }

    /** A view that was given out before is planned now. */
    void plan() {
      Batch batch = step(new Input.Tick());
      batch
          .planView()
          .ifPresent(
              view -> {
                Plan plan = planner.plan(view);
                step(new Input.PlanMade(plan));
              });
    }
  }
}
