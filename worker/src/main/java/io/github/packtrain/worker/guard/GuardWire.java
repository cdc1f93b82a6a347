package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.ExitStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages and records as bytes: a tag, then the fields in the order of the record. No library, so
 * that the guard stays small. Both ends are the same release but for a worker that was upgraded
 * while its guard ran on, which {@link #VERSION} tells.
 */
final class GuardWire {
  /** To be raised with every change of a message or of what lies in an attempt's directory. */
  static final int VERSION = 3;

  /** Longer frames are refused: more than any system takes as arguments and environment. */
  static final int FRAME_MAX_BYTES = 16 << 20;

  private GuardWire() {}

  static byte[] encode(GuardMessage message) {
    return bytes(out -> write(out, message));
  }

  /** Throws {@link IOException} for anything that {@link #encode} cannot have written. */
  static GuardMessage decode(byte[] frame) throws IOException {
    return parse(frame, GuardWire::readMessage);
  }

  static byte[] encode(GuardEntry entry) {
    return bytes(
        out -> {
          out.writeInt(VERSION);
          write(out, entry);
        });
  }

  static GuardEntry decodeEntry(byte[] entry) throws IOException {
    return parse(entry, in -> readEntry(checkVersion(in)));
  }

  private static DataInputStream checkVersion(DataInputStream in) throws IOException {
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException("written by version " + version + " of the guard, this is " + VERSION);
    }
    return in;
  }

  private static void write(DataOutputStream out, GuardEntry entry) throws IOException {
    switch (entry) {
      case GuardEntry.Running(AttemptRecord attempt) -> {
        out.writeByte(1);
        write(out, attempt);
      }
      case GuardEntry.Started(AttemptId attempt, int pid, long ticks, long ticksMax) -> {
        out.writeByte(2);
        write(out, attempt);
        out.writeInt(pid);
        out.writeLong(ticks);
        out.writeLong(ticksMax);
      }
      case GuardEntry.Over(EndedAttempt attempt) -> {
        out.writeByte(3);
        write(out, attempt);
      }
      case GuardEntry.Forgotten(AttemptId attempt) -> {
        out.writeByte(4);
        write(out, attempt);
      }
      case GuardEntry.Lease(String bootId, long until) -> {
        out.writeByte(5);
        write(out, bootId);
        out.writeLong(until);
      }
    }
  }

  private static GuardEntry readEntry(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case 1 -> new GuardEntry.Running(readRecord(in));
      case 2 ->
          new GuardEntry.Started(readAttemptId(in), in.readInt(), in.readLong(), in.readLong());
      case 3 -> new GuardEntry.Over(readEnded(in));
      case 4 -> new GuardEntry.Forgotten(readAttemptId(in));
      case 5 -> new GuardEntry.Lease(readString(in), in.readLong());
      default -> throw new IOException("no entry has the tag " + tag);
    };
  }

  private static void write(DataOutputStream out, GuardMessage message) throws IOException {
    switch (message) {
      case GuardMessage.Hello(int version, long until) -> {
        out.writeByte(1);
        out.writeInt(version);
        out.writeLong(until);
      }
      case GuardMessage.Start(StartAttempt attempt) -> {
        out.writeByte(2);
        write(out, attempt);
      }
      case GuardMessage.Stop(AttemptId attempt, String reason, long graceMillis) -> {
        out.writeByte(3);
        write(out, attempt);
        write(out, reason);
        out.writeLong(graceMillis);
      }
      case GuardMessage.RenewLease(long until) -> {
        out.writeByte(4);
        out.writeLong(until);
      }
      case GuardMessage.Acknowledge(AttemptId attempt) -> {
        out.writeByte(5);
        write(out, attempt);
      }
      case GuardMessage.Shutdown(String reason) -> {
        out.writeByte(6);
        write(out, reason);
      }
      case GuardMessage.Welcome welcome -> {
        out.writeByte(7);
        out.writeInt(welcome.version());
        out.writeInt(welcome.guardPid());
        write(out, welcome.mechanism());
        write(out, welcome.taskUser());
        out.writeInt(welcome.running().size());
        for (RunningAttempt attempt : welcome.running()) {
          write(out, attempt);
        }
        out.writeInt(welcome.ended().size());
        for (EndedAttempt attempt : welcome.ended()) {
          write(out, attempt);
        }
      }
      case GuardMessage.Started(RunningAttempt attempt) -> {
        out.writeByte(8);
        write(out, attempt);
      }
      case GuardMessage.Ended(EndedAttempt attempt) -> {
        out.writeByte(9);
        write(out, attempt);
      }
      case GuardMessage.Replaced() -> out.writeByte(10);
    }
  }

  private static GuardMessage readMessage(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case 1 -> new GuardMessage.Hello(in.readInt(), in.readLong());
      case 2 -> new GuardMessage.Start(readStart(in));
      case 3 -> new GuardMessage.Stop(readAttemptId(in), readString(in), in.readLong());
      case 4 -> new GuardMessage.RenewLease(in.readLong());
      case 5 -> new GuardMessage.Acknowledge(readAttemptId(in));
      case 6 -> new GuardMessage.Shutdown(readString(in));
      case 7 -> {
        int version = in.readInt();
        int pid = in.readInt();
        String mechanism = readString(in);
        String taskUser = readString(in);
        List<RunningAttempt> running = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          running.add(readRunning(in));
        }
        List<EndedAttempt> ended = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          ended.add(readEnded(in));
        }
        yield new GuardMessage.Welcome(version, pid, mechanism, taskUser, running, ended);
      }
      case 8 -> new GuardMessage.Started(readRunning(in));
      case 9 -> new GuardMessage.Ended(readEnded(in));
      case 10 -> new GuardMessage.Replaced();
      default -> throw new IOException("no message has the tag " + tag);
    };
  }

  private static void write(DataOutputStream out, StartAttempt start) throws IOException {
    write(out, start.attempt());
    out.writeInt(start.argv().size());
    for (String word : start.argv()) {
      write(out, word);
    }
    out.writeInt(start.environment().size());
    for (Map.Entry<String, String> entry : start.environment().entrySet()) {
      write(out, entry.getKey());
      write(out, entry.getValue());
    }
    write(out, start.place().workdir().toString());
    write(out, start.place().directory().toString());
    write(out, start.place().checkpoints().toString());
    write(out, start.bounds());
    write(out, start.leasePolicy().name());
    write(out, start.note());
  }

  private static void write(DataOutputStream out, AttemptBounds bounds) throws IOException {
    out.writeLong(bounds.timeLimitMillis());
    out.writeLong(bounds.graceMillis());
    out.writeLong(bounds.outputMaxBytes());
    out.writeLong(bounds.memoryBytes());
    out.writeInt(bounds.cpuMilli());
    out.writeInt(bounds.hiddenDevices().size());
    for (String device : bounds.hiddenDevices()) {
      write(out, device);
    }
  }

  private static AttemptBounds readBounds(DataInputStream in) throws IOException {
    return new AttemptBounds(
        in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readInt(), readStrings(in));
  }

  private static List<String> readStrings(DataInputStream in) throws IOException {
    List<String> strings = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      strings.add(readString(in));
    }
    return strings;
  }

  private static StartAttempt readStart(DataInputStream in) throws IOException {
    AttemptId attempt = readAttemptId(in);
    List<String> argv = readStrings(in);
    Map<String, String> environment = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      environment.put(readString(in), readString(in));
    }
    return new StartAttempt(
        attempt,
        argv,
        environment,
        new AttemptPlace(Path.of(readString(in)), Path.of(readString(in)), Path.of(readString(in))),
        readBounds(in),
        LeasePolicy.valueOf(readString(in)),
        readString(in));
  }

  private static void write(DataOutputStream out, AttemptRecord attempt) throws IOException {
    write(out, attempt.attempt());
    out.writeInt(attempt.pid());
    out.writeLong(attempt.startTicks());
    out.writeLong(attempt.startTicksMax());
    write(out, attempt.bootId());
    out.writeLong(attempt.startedAtMillis());
    out.writeLong(attempt.startedRunningMillis());
    write(out, attempt.bounds());
    write(out, attempt.leasePolicy().name());
    write(out, attempt.directory().toString());
    out.writeLong(attempt.slot());
    write(out, attempt.checkpoints().toString());
    out.writeInt(attempt.groups().size());
    for (Path group : attempt.groups()) {
      write(out, group.toString());
    }
    write(out, attempt.note());
  }

  private static AttemptRecord readRecord(DataInputStream in) throws IOException {
    return new AttemptRecord(
        readAttemptId(in),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        readString(in),
        in.readLong(),
        in.readLong(),
        readBounds(in),
        LeasePolicy.valueOf(readString(in)),
        Path.of(readString(in)),
        in.readLong(),
        Path.of(readString(in)),
        readPaths(in),
        readString(in));
  }

  private static List<Path> readPaths(DataInputStream in) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      paths.add(Path.of(readString(in)));
    }
    return paths;
  }

  private static void write(DataOutputStream out, RunningAttempt attempt) throws IOException {
    write(out, attempt.attempt());
    out.writeInt(attempt.pid());
    out.writeLong(attempt.startedAtMillis());
    out.writeLong(attempt.ranMillis());
    out.writeBoolean(attempt.adopted());
    write(out, attempt.directory().toString());
    write(out, attempt.note());
  }

  private static RunningAttempt readRunning(DataInputStream in) throws IOException {
    return new RunningAttempt(
        readAttemptId(in),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        Path.of(readString(in)),
        readString(in));
  }

  private static void write(DataOutputStream out, EndedAttempt attempt) throws IOException {
    write(out, attempt.attempt());
    write(out, attempt.ending());
    out.writeLong(attempt.startedAtMillis());
    out.writeLong(attempt.runMillis());
    out.writeLong(attempt.cpuMillis());
    out.writeLong(attempt.maxResidentBytes());
    out.writeLong(attempt.oomKills());
    out.writeInt(attempt.leftProcesses());
    out.writeBoolean(attempt.keptFiles());
    write(out, attempt.note());
  }

  private static EndedAttempt readEnded(DataInputStream in) throws IOException {
    return new EndedAttempt(
        readAttemptId(in),
        readEnding(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readBoolean(),
        readString(in));
  }

  private static void write(DataOutputStream out, AttemptEnding ending) throws IOException {
    switch (ending) {
      case AttemptEnding.Finished(ExitStatus status) -> {
        out.writeByte(1);
        write(out, status);
      }
      case AttemptEnding.OutOfMemory() -> out.writeByte(2);
      case AttemptEnding.TimeLimit(long limitMillis, ExitStatus status) -> {
        out.writeByte(3);
        out.writeLong(limitMillis);
        write(out, status);
      }
      case AttemptEnding.Stopped(String reason, ExitStatus status) -> {
        out.writeByte(4);
        write(out, reason);
        write(out, status);
      }
      case AttemptEnding.LeaseLapsed(ExitStatus status) -> {
        out.writeByte(5);
        write(out, status);
      }
      case AttemptEnding.NotStarted(String code, String message, String hint) -> {
        out.writeByte(6);
        write(out, code);
        write(out, message);
        write(out, hint);
      }
      case AttemptEnding.LostGuard(String message) -> {
        out.writeByte(7);
        write(out, message);
      }
    }
  }

  private static AttemptEnding readEnding(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case 1 -> new AttemptEnding.Finished(readExitStatus(in));
      case 2 -> new AttemptEnding.OutOfMemory();
      case 3 -> new AttemptEnding.TimeLimit(in.readLong(), readExitStatus(in));
      case 4 -> new AttemptEnding.Stopped(readString(in), readExitStatus(in));
      case 5 -> new AttemptEnding.LeaseLapsed(readExitStatus(in));
      case 6 -> new AttemptEnding.NotStarted(readString(in), readString(in), readString(in));
      case 7 -> new AttemptEnding.LostGuard(readString(in));
      default -> throw new IOException("no ending has the tag " + tag);
    };
  }

  private static void write(DataOutputStream out, ExitStatus status) throws IOException {
    switch (status) {
      case ExitStatus.Exited(int code) -> {
        out.writeByte(1);
        out.writeInt(code);
      }
      case ExitStatus.Signalled(int signal) -> {
        out.writeByte(2);
        out.writeInt(signal);
      }
      case ExitStatus.Unknown() -> out.writeByte(3);
    }
  }

  private static ExitStatus readExitStatus(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case 1 -> new ExitStatus.Exited(in.readInt());
      case 2 -> new ExitStatus.Signalled(in.readInt());
      case 3 -> new ExitStatus.Unknown();
      default -> throw new IOException("no exit status has the tag " + tag);
    };
  }

  private static void write(DataOutputStream out, AttemptId attempt) throws IOException {
    write(out, attempt.toString());
  }

  private static AttemptId readAttemptId(DataInputStream in) throws IOException {
    return AttemptId.parse(readString(in));
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String readString(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text of " + length + " bytes in the " + in.available() + " left");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(buffer));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return buffer.toByteArray();
  }

  private static <T> T parse(byte[] bytes, Reading<T> reading) throws IOException {
    try {
      return reading.from(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IllegalArgumentException e) {
      throw new IOException("a value out of its range: " + e.getMessage(), e);
    }
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }
}
