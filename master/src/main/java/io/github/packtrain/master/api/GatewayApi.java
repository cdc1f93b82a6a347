package io.github.packtrain.master.api;

import io.github.packtrain.master.shell.WorkerStreams;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.WorkerGatewayGrpc.WorkerGatewayImplBase;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.grpc.stub.StreamObserver;

/** The workers' stream. */
final class GatewayApi extends WorkerGatewayImplBase {
  private final WorkerStreams streams;

  GatewayApi(WorkerStreams streams) {
    this.streams = streams;
  }

  @Override
  public StreamObserver<WorkerMessage> connect(StreamObserver<MasterMessage> master) {
    return streams.open(master);
  }
}
