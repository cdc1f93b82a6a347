package io.github.packtrain.worker;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.protocol.v1.Assignments;
import io.github.packtrain.protocol.v1.JobBody;
import io.github.packtrain.protocol.v1.StartAttempt;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.wire.ResourceWire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was to be run, kept by the guard, or in the attempt's directory when it is long, so that a
 * later worker process knows it too.
 */
record Assignment(AttemptId attempt, JobSpec spec, String params, List<DeviceShare> devices) {
  private static final String FILE = "assignment.pb";

  void writeTo(Path directory) throws IOException {
    Files.write(directory.resolve(FILE), toBytes());
  }

  /** As a text of which each character is a byte. */
  String toNote() {
    return new String(toBytes(), StandardCharsets.ISO_8859_1);
  }

  private byte[] toBytes() {
    StartAttempt.Builder start =
        StartAttempt.newBuilder().setAttempt(JobWire.toWire(attempt)).setParams(params);
    devices.forEach(share -> start.addDevices(ResourceWire.toWire(share)));
    return Assignments.newBuilder()
        .addJobs(
            JobBody.newBuilder().setJob(attempt.task().job().value()).setSpec(JobWire.toWire(spec)))
        .addStart(start)
        .build()
        .toByteArray();
  }

  static Optional<Assignment> ofNote(String note) throws IOException {
    return parse(note.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Optional<Assignment> read(Path directory) throws IOException {
    try {
      return parse(Files.readAllBytes(directory.resolve(FILE)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<Assignment> parse(byte[] bytes) {
    try {
      Assignments message = Assignments.parseFrom(bytes);
      if (message.getJobsCount() == 0 || message.getStartCount() == 0) {
        return Optional.empty();
      }
      StartAttempt start = message.getStart(0);
      return Optional.of(
          new Assignment(
              JobWire.toModel(start.getAttempt()),
              JobWire.toModel(message.getJobs(0).getSpec()),
              start.getParams(),
              start.getDevicesList().stream().map(ResourceWire::toModel).toList()));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
