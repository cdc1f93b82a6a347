package io.github.packtrain.master;

import com.google.protobuf.ByteString;
import io.github.packtrain.protocol.v1.CancelJobRequest;
import io.github.packtrain.protocol.v1.EventServiceGrpc;
import io.github.packtrain.protocol.v1.GetJobRequest;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.ListJobsRequest;
import io.github.packtrain.protocol.v1.ListJobsResponse;
import io.github.packtrain.protocol.v1.LogData;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.PolicyServiceGrpc;
import io.github.packtrain.protocol.v1.ReadLogRequest;
import io.github.packtrain.protocol.v1.SchedulerServiceGrpc;
import io.github.packtrain.protocol.v1.StudyServiceGrpc;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.SubmitJobResponse;
import io.github.packtrain.protocol.v1.TasksTouched;
import io.github.packtrain.protocol.v1.WorkerGatewayGrpc;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.protocol.v1.WorkerServiceGrpc;
import io.github.packtrain.protocol.v1.WorkloadServiceGrpc;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Every service that a master serves, answering what it was asked or UNIMPLEMENTED. */
public final class AllServices {
  private AllServices() {}

  public static List<ServerServiceDefinition> definitions() {
    return List.of(
        new EchoWorkload().bindService(),
        new SchedulerServiceGrpc.SchedulerServiceImplBase() {}.bindService(),
        new PolicyServiceGrpc.PolicyServiceImplBase() {}.bindService(),
        new WorkerServiceGrpc.WorkerServiceImplBase() {}.bindService(),
        new StudyServiceGrpc.StudyServiceImplBase() {}.bindService(),
        new EventServiceGrpc.EventServiceImplBase() {}.bindService(),
        new SilentGateway().bindService(),
        new HealthStatusManager().getHealthService().bindService(),
        ProtoReflectionServiceV1.newInstance().bindService());
  }

  private static final class SilentGateway extends WorkerGatewayGrpc.WorkerGatewayImplBase {
    @Override
    public StreamObserver<WorkerMessage> connect(StreamObserver<MasterMessage> master) {
      master.onNext(MasterMessage.getDefaultInstance());
      return new StreamObserver<>() {
        @Override
        public void onNext(WorkerMessage message) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {
          master.onCompleted();
        }
      };
    }
  }

  private static final class EchoWorkload extends WorkloadServiceGrpc.WorkloadServiceImplBase {
    @Override
    public void submitJob(SubmitJobRequest request, StreamObserver<SubmitJobResponse> answer) {
      answer.onNext(
          SubmitJobResponse.newBuilder()
              .setJob(request.getSubmissionId())
              .setCount(request.getParamsCount())
              .setSpec(request.getSpec())
              .build());
      answer.onCompleted();
    }

    @Override
    public void getJob(GetJobRequest request, StreamObserver<Job> answer) {
      answer.onNext(Job.newBuilder().setId(request.getJob()).build());
      answer.onCompleted();
    }

    @Override
    public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> answer) {
      answer.onNext(
          ListJobsResponse.newBuilder()
              .setNextPageToken(
                  "%d %b %s %s"
                      .formatted(
                          request.getPageSize(),
                          request.getActiveOnly(),
                          request.getOwner(),
                          request.getStatesList()))
              .build());
      answer.onCompleted();
    }

    @Override
    public void cancelJob(CancelJobRequest request, StreamObserver<TasksTouched> answer) {
      answer.onNext(TasksTouched.newBuilder().setCount(request.getReason().length()).build());
      answer.onCompleted();
    }

    @Override
    public void readLog(ReadLogRequest request, StreamObserver<LogData> answer) {
      if (request.getIndex() == 404) {
        answer.onError(Status.NOT_FOUND.withDescription("no such task").asRuntimeException());
        return;
      }
      for (int i = 1; i <= 3; i++) {
        answer.onNext(
            LogData.newBuilder()
                .setData(ByteString.copyFromUtf8("line " + i))
                .setAttempt(request.getIndex())
                .build());
      }
      if (request.getFollow()) {
        answer.onError(Status.UNAVAILABLE.withDescription("the worker left").asRuntimeException());
      } else {
        answer.onCompleted();
      }
    }
  }
}
