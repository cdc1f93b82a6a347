package io.github.packtrain.worker.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.ExitStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GuardWireTest {
  private static final AttemptId ATTEMPT = AttemptId.of(42, 17, 3);

  static Stream<GuardMessage> messages() {
    StartAttempt start =
        new StartAttempt(
            ATTEMPT,
            List.of("python3", "train.py", "--name", "grüß\n"),
            Map.of("PATH", "/bin", "EMPTY", ""),
            new AttemptPlace(Path.of("/work"), Path.of(""), Path.of("/checkpoints")),
            new AttemptBounds(1000, 2000, 1 << 20, 3, 4, List.of("195:1", "195:2")),
            LeasePolicy.STOP,
            "\u00ff\u0000");
    return Stream.of(
        new GuardMessage.Hello(1, 77),
        new GuardMessage.Start(start),
        new GuardMessage.Stop(ATTEMPT, "cancelled by alice", -1),
        new GuardMessage.RenewLease(Long.MAX_VALUE),
        new GuardMessage.Acknowledge(ATTEMPT),
        new GuardMessage.Shutdown("drained"),
        new GuardMessage.Welcome(
            1,
            99,
            "posix_spawn",
            "nobody",
            List.of(running()),
            endings().map(GuardWireTest::ended).toList()),
        new GuardMessage.Started(running()),
        new GuardMessage.Ended(ended(new AttemptEnding.OutOfMemory())),
        new GuardMessage.Replaced());
  }

  private static RunningAttempt running() {
    return new RunningAttempt(
        ATTEMPT, 4711, 1_700_000_000_000L, 55, true, Path.of("/slots/1"), "note");
  }

  private static EndedAttempt ended(AttemptEnding ending) {
    return new EndedAttempt(ATTEMPT, ending, 1, 2, 3, 4, 5, 6, true, "note");
  }

  private static Stream<AttemptEnding> endings() {
    ExitStatus killed = new ExitStatus.Signalled(9);
    return Stream.of(
        new AttemptEnding.Finished(new ExitStatus.Exited(255)),
        new AttemptEnding.OutOfMemory(),
        new AttemptEnding.TimeLimit(1000, killed),
        new AttemptEnding.Stopped("why", new ExitStatus.Unknown()),
        new AttemptEnding.LeaseLapsed(killed),
        new AttemptEnding.NotStarted("CODE", "message", "hint"),
        new AttemptEnding.LostGuard("message"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsWrittenIsRead(GuardMessage message) throws IOException {
    assertThat(GuardWire.decode(GuardWire.encode(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aFrameThatIsCutIsRefused(GuardMessage message) {
    byte[] frame = GuardWire.encode(message);
    for (int length = 0; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> GuardWire.decode(cut)).isInstanceOf(IOException.class);
    }
  }

  /**
   * Whatever arrives, it is a message or refused; nothing else is thrown and no memory is taken.
   */
  @Test
  void damagedFramesAreRefused() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<byte[]> frames = messages().map(GuardWire::encode).toList();
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = frames.get(random.nextInt(frames.size())).clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        frame[random.nextInt(frame.length)] = (byte) random.nextInt();
      }
      try {
        GuardWire.decode(frame);
      } catch (IOException expected) {
        assertThat(expected).hasNoSuppressedExceptions();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
  }

  @Test
  void entriesCarryTheirVersion() throws IOException {
    for (GuardEntry entry : entries()) {
      byte[] bytes = GuardWire.encode(entry);
      assertThat(GuardWire.decodeEntry(bytes)).isEqualTo(entry);

      bytes[3]++;
      assertThatThrownBy(() -> GuardWire.decodeEntry(bytes))
          .hasMessageContaining("version " + (GuardWire.VERSION + 1));
    }
  }

  private static List<GuardEntry> entries() {
    AttemptRecord attempt =
        new AttemptRecord(
            ATTEMPT,
            1,
            2,
            3,
            "boot",
            4,
            5,
            AttemptBounds.of(6, 7),
            LeasePolicy.KEEP,
            Path.of("/slots/8"),
            8,
            Path.of(""),
            List.of(Path.of("/group")),
            "note");
    return List.of(
        new GuardEntry.Running(attempt),
        new GuardEntry.Started(ATTEMPT, 1, 2, 3),
        new GuardEntry.Over(ended(new AttemptEnding.OutOfMemory())),
        new GuardEntry.Forgotten(ATTEMPT),
        new GuardEntry.Lease("boot", 9));
  }
}
