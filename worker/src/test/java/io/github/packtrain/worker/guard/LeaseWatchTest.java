package io.github.packtrain.worker.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.ChildExit;
import io.github.packtrain.worker.process.Clocks;
import io.github.packtrain.worker.process.ExitStatus;
import io.github.packtrain.worker.process.Processes;
import io.github.packtrain.worker.process.Signals;
import io.github.packtrain.worker.process.SpawnRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch alone, without a guard's loop. */
class LeaseWatchTest {
  private static final AttemptId STOPPED = AttemptId.parse("J1/0.1");
  private static final AttemptId KEPT = AttemptId.parse("J1/1.1");

  @TempDir Path directory;
  private final Processes processes = Processes.ofThisMachine();

  @Test
  void theEndOfTheLeaseKillsThoseThatSaySo() throws Exception {
    LeaseWatch watch = new LeaseWatch(processes, Clocks.bootMillis() + 60_000);
    watch.open();
    int stopped = started(watch, STOPPED, LeasePolicy.STOP);
    int kept = started(watch, KEPT, LeasePolicy.KEEP);

    watch.renewed(Clocks.bootMillis() + 1);

    assertThat(awaitExit(watch, STOPPED, stopped).status())
        .isEqualTo(new ExitStatus.Signalled(Signals.KILL));
    assertThat(watch.hasKilled(STOPPED)).isTrue();
    assertThat(watch.hasKilled(STOPPED)).as("asked once").isFalse();
    assertThat(processes.reap(kept)).isEmpty();
    processes.signalGroup(kept, Signals.KILL);
    awaitExit(watch, KEPT, kept);
    assertThat(watch.hasKilled(KEPT)).isFalse();
  }

  @Test
  void whatStartsAfterTheEndOfTheLeaseIsKilledAtOnce() throws Exception {
    LeaseWatch watch = new LeaseWatch(processes, Clocks.bootMillis() - 1);
    watch.open();

    int pid = started(watch, STOPPED, LeasePolicy.STOP);

    awaitExit(watch, STOPPED, pid);
    assertThat(watch.hasKilled(STOPPED)).isTrue();
  }

  private int started(LeaseWatch watch, AttemptId attempt, LeasePolicy policy) throws Exception {
    int pid =
        processes.spawn(
            new SpawnRequest(
                List.of(),
                List.of("sleep", "1000"),
                Map.of("PATH", "/usr/bin:/bin"),
                directory,
                directory.resolve("stdout"),
                directory.resolve("stderr")));
    StartAttempt order =
        new StartAttempt(
            attempt,
            List.of("sleep", "1000"),
            Map.of(),
            AttemptPlace.lent(directory),
            AttemptBounds.of(0, 0),
            policy,
            "");
    watch.started(
        AttemptRecord.starting(order, "boot", directory, 0, directory, List.of())
            .withProcess(pid, 0, 0));
    return pid;
  }

  private ChildExit awaitExit(LeaseWatch watch, AttemptId attempt, int pid) {
    List<ChildExit> exits = new ArrayList<>();
    await()
        .until(
            () -> {
              watch.reaping(() -> processes.reap(pid).ifPresent(exits::add));
              return !exits.isEmpty();
            });
    watch.ended(attempt);
    return exits.getFirst();
  }
}
