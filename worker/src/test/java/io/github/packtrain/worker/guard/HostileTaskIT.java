package io.github.packtrain.worker.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.worker.process.ExitStatus;
import io.github.packtrain.worker.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that do all they can to stay. None may. */
@Timeout(60)
class HostileTaskIT {
  private static final AttemptId A = AttemptId.of(2, 0, 1);
  private static final AttemptId B = AttemptId.of(2, 1, 1);

  /** Writes its pid, then ignores TERM for ever. */
  private static final String STUBBORN =
      "trap '' TERM HUP INT; echo $$ >> pids; while :; do sleep 0.05; done";

  private static final int CHAINS = 8;

  @TempDir Path directory;

  @BeforeEach
  void onlyWithNativeCalls() {
    assumeTrue(
        Processes.ofThisMachine().mechanism().equals("posix_spawn"),
        "orphans can be found only with a subreaper");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # processes | script
          1 | sh stubborn.sh
          2 | sh stubborn.sh & sh stubborn.sh
          # the usual daemon: double fork and a session of its own
          2 | (setsid sh stubborn.sh &); sh stubborn.sh
          # two of them, one started by the other
          3 | (setsid sh chain.sh &); sh stubborn.sh
          # a daemon that has emptied its environment as well
          2 | (env -i setsid /bin/sh stubborn.sh &); sh stubborn.sh
          # a stopped process takes no TERM
          2 | sh stopped.sh & sh stubborn.sh
          """)
  void nothingIsLeftWhenAnAttemptIsEnded(int processes, String script) throws Exception {
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      write(rig, A, "stubborn.sh", STUBBORN);
      write(rig, A, "chain.sh", "(setsid sh stubborn.sh &); exec sh stubborn.sh");
      write(rig, A, "stopped.sh", "echo $$ >> pids; kill -STOP $$");
      rig.guard.start(rig.script(A, script));
      List<Integer> pids = rig.awaitPids(A, "pids", processes);

      rig.guard.stop(A, "enough");

      EndedAttempt ended = rig.heard.awaitEnded(A);
      assertThat(ended.ending()).isInstanceOf(AttemptEnding.Stopped.class);
      assertThat(ended.leftProcesses()).isZero();
      assertThat(pids).noneMatch(GuardRig::isAlive);
    }
  }

  private static void write(GuardRig rig, AttemptId attempt, String name, String script)
      throws IOException {
    Files.writeString(rig.files(attempt).path().resolve(name), script + "\n");
  }

  @Test
  void daemonsDoNotOutliveTheirMainProcess() throws Exception {
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      write(rig, A, "stubborn.sh", STUBBORN);
      rig.guard.start(
          rig.script(
              A,
              "(setsid sh stubborn.sh &); (env -i setsid /bin/sh stubborn.sh &);"
                  + " while [ $(wc -l < pids 2>/dev/null || echo 0) -lt 2 ]; do sleep 0.02; done;"
                  + " exit 4"));
      List<Integer> pids = rig.awaitPids(A, "pids", 2);

      EndedAttempt ended = rig.heard.awaitEnded(A);

      assertThat(ended.ending()).isEqualTo(new AttemptEnding.Finished(new ExitStatus.Exited(4)));
      assertThat(pids).noneMatch(GuardRig::isAlive);
    }
  }

  @Test
  void theNeighbourIsLeftAlone() throws Exception {
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      for (AttemptId attempt : List.of(A, B)) {
        write(rig, attempt, "stubborn.sh", STUBBORN);
        rig.guard.start(rig.script(attempt, "(setsid sh stubborn.sh &); " + STUBBORN));
      }
      List<Integer> ofA = rig.awaitPids(A, "pids", 2);
      List<Integer> ofB = rig.awaitPids(B, "pids", 2);

      rig.guard.stop(A, "enough");
      rig.heard.awaitEnded(A);

      assertThat(ofA).noneMatch(GuardRig::isAlive);
      assertThat(ofB).allMatch(GuardRig::isAlive);
      assertThat(rig.heard.ended).doesNotContainKey(B);
    }
  }

  @Test
  void aProcessThatForksAllTheTimeIsEndedToo() throws Exception {
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      // Every generation leaves its session, starts the next and goes.
      write(rig, A, "storm.sh", "trap '' TERM; echo $$ >> pids; sleep 0.02; setsid sh storm.sh &");
      rig.guard.start(rig.script(A, "(setsid sh storm.sh &); exec sleep 1000"));
      await().until(() -> rig.countPids(A, "pids") >= 10);

      rig.guard.stop(A, "enough");
      EndedAttempt ended = rig.heard.awaitEnded(A);

      assertThat(ended.leftProcesses()).isZero();
      long atEnd = rig.countPids(A, "pids");
      await().during(Duration.ofMillis(200)).until(() -> rig.countPids(A, "pids") == atEnd);
    }
  }

  /**
   * Without a pause a generation ends just when the guard looks at it, time and again: between the
   * list of orphans and the look at one of them it has gone, and its child is in no list yet.
   */
  @Test
  void noGenerationOfAChainSlipsThroughWhileItIsLookedAt() throws Exception {
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      for (int i = 0; i < CHAINS; i++) {
        AttemptId chain = AttemptId.of(3, i, 1);
        write(rig, chain, "storm.sh", "trap '' TERM; echo $$ >> pids; setsid sh storm.sh &");
        rig.guard.start(rig.script(chain, "(setsid sh storm.sh &); exec sleep 1000"));
        await().until(() -> rig.countPids(chain, "pids") >= 10);

        rig.guard.stop(chain, "enough");
        EndedAttempt ended = rig.heard.awaitEnded(chain);

        assertThat(ended.leftProcesses()).isZero();
        long atEnd = rig.countPids(chain, "pids");
        await().during(Duration.ofMillis(50)).until(() -> rig.countPids(chain, "pids") == atEnd);
      }
    }
  }

  @Test
  void wantOfMemoryIsToldApart() throws Exception {
    Path group = Path.of("/sys/fs/cgroup/memory/packtrain-test-" + ProcessHandle.current().pid());
    assumeTrue(canLimitMemory(group), "no memory cgroup that this account may write");
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      rig.guard.start(
          rig.script(
              A,
              "echo $$ > "
                  + group
                  + "/cgroup.procs && exec dd if=/dev/zero of=/dev/null bs=200M count=1"));

      assertThat(rig.heard.awaitEnded(A).ending()).isEqualTo(new AttemptEnding.OutOfMemory());
    } finally {
      await().ignoreExceptions().until(() -> Files.deleteIfExists(group) || !Files.exists(group));
    }
  }

  private static boolean canLimitMemory(Path group) {
    try {
      Files.createDirectory(group);
      Files.writeString(group.resolve("memory.limit_in_bytes"), "20000000");
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
