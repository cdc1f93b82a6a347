package io.github.packtrain.worker.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.ExitStatus;
import io.github.packtrain.worker.process.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Worker or guard freeze or die; attempts do what their policy says, and nothing is forgotten. */
@Timeout(90)
class GuardLossIT {
  private static final AttemptId KEPT = AttemptId.of(3, 0, 1);
  private static final AttemptId STOPPED = AttemptId.of(3, 1, 1);
  private static final String STUBBORN =
      "trap '' TERM; echo $$ >> pids; while :; do sleep 0.05; done";

  /** Leaves a daemon in a session of its own, then stays. */
  private static final String WITH_DAEMON = "(setsid sh daemon.sh &); " + STUBBORN;

  private static final int SIGSTOP = 19;
  private static final int SIGCONT = 18;

  @TempDir Path directory;

  @BeforeEach
  void onlyOnLinux() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "these need /proc");
  }

  @Test
  void aLeaseThatLapsesEndsThoseThatSaySoAndOnlyThose() throws Exception {
    try (GuardRig rig = new GuardRig(directory, 1_500)) {
      start(rig, KEPT, LeasePolicy.KEEP);
      start(rig, STOPPED, LeasePolicy.STOP);
      List<Integer> kept = awaitPidsRenewing(rig, KEPT);
      List<Integer> stopped = awaitPidsRenewing(rig, STOPPED);

      // Nobody renews from here on.
      EndedAttempt ended = rig.heard.awaitEnded(STOPPED);

      assertThat(ended.ending())
          .isEqualTo(new AttemptEnding.LeaseLapsed(new ExitStatus.Signalled(9)));
      assertThat(stopped).noneMatch(GuardRig::isAlive);
      assertThat(kept).allMatch(GuardRig::isAlive);

      AttemptId late = AttemptId.of(3, 2, 1);
      rig.guard.start(rig.script(late, "true", 0, LeasePolicy.STOP));
      assertThat(rig.heard.awaitEnded(late).ending())
          .isInstanceOfSatisfying(
              AttemptEnding.NotStarted.class, e -> assertThat(e.code()).isEqualTo("LEASE_LAPSED"));
    }
  }

  @Test
  void aFrozenWorkerLosesItsLease() throws Exception {
    long leaseMillis = 2_000;
    try (GuardRig rig = new GuardRig(directory, leaseMillis)) {
      start(rig, KEPT, LeasePolicy.KEEP);
      start(rig, STOPPED, LeasePolicy.STOP);
      List<Integer> kept = awaitPidsRenewing(rig, KEPT);
      List<Integer> stopped = awaitPidsRenewing(rig, STOPPED);
      Process worker = startWorker(leaseMillis);
      try {
        await()
            .pollInterval(Duration.ofMillis(50))
            .until(
                () -> {
                  rig.guard.renewLease();
                  return rig.heard.replacements.get() == 1;
                });
        // It has our place now and renews, for longer than a lease lasts.
        await()
            .during(Duration.ofMillis(2 * leaseMillis))
            .atMost(Duration.ofSeconds(20))
            .until(() -> stopped.stream().allMatch(GuardRig::isAlive));

        Processes.ofThisMachine().signal(Math.toIntExact(worker.pid()), SIGSTOP);

        await().atMost(Duration.ofSeconds(20)).until(() -> !GuardRig.anyAlive(stopped));
        assertThat(kept).allMatch(GuardRig::isAlive);
      } finally {
        Processes.ofThisMachine().signal(Math.toIntExact(worker.pid()), SIGCONT);
        worker.destroyForcibly().waitFor();
      }
      Heard next = rig.reopen();
      next.awaitConnects(1);
      assertThat(next.awaitEnded(STOPPED).ending())
          .isEqualTo(new AttemptEnding.LeaseLapsed(new ExitStatus.Signalled(9)));
      assertThat(next.connects.getFirst()).extracting(RunningAttempt::attempt).contains(KEPT);
      assertThat(kept).allMatch(GuardRig::isAlive);
    }
  }

  @Test
  void aWorkerThatComesRenewsNoLease() throws Exception {
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      start(rig, STOPPED, LeasePolicy.STOP);
      List<Integer> stopped = rig.awaitPids(STOPPED, "pids", 2);
      rig.guard.renewLease(1_500);

      // A worker, and then a worker and a guard, that have not spoken to any master.
      rig.reopen();
      assertThat(stopped).allMatch(GuardRig::isAlive);
      rig.killGuard();

      await().atMost(Duration.ofSeconds(10)).until(() -> !GuardRig.anyAlive(stopped));
    }
  }

  @Test
  void aDeadWorkersAttemptsAreHandedToTheNext() throws Exception {
    AttemptDirectory kept = AttemptDirectory.of(directory, KEPT);
    Files.createDirectories(kept.path());
    Files.writeString(kept.path().resolve("daemon.sh"), STUBBORN + "\n");
    Process worker =
        startWorker(
            60_000,
            KEPT.toString(),
            WITH_DAEMON,
            STOPPED.toString(),
            "touch " + directory.resolve("over") + "; exit 9");
    Path over = directory.resolve("over");
    await().until(() -> Files.exists(over) && Files.exists(kept.path().resolve("pids")));
    worker.destroyForcibly().waitFor();

    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      rig.heard.awaitConnects(1);
      List<Integer> pids = rig.awaitPids(KEPT, "pids", 2);

      assertThat(rig.heard.connects.getFirst())
          .extracting(RunningAttempt::attempt, RunningAttempt::adopted)
          .containsExactly(tuple(KEPT, false));
      assertThat(rig.heard.awaitEnded(STOPPED).ending())
          .isEqualTo(new AttemptEnding.Finished(new ExitStatus.Exited(9)));
      assertThat(pids).allMatch(GuardRig::isAlive);
    }
  }

  @Test
  void aKilledGuardIsReplacedAndItsAttemptsGoOn() throws Exception {
    AttemptId over = AttemptId.of(3, 2, 1);
    AttemptId ending = AttemptId.of(3, 3, 1);
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      start(rig, KEPT, LeasePolicy.KEEP);
      rig.guard.start(rig.script(over, "exit 6"));
      rig.guard.start(
          rig.script(ending, "echo $$ > pids; while ! [ -e go ]; do sleep 0.02; done; exit 8"));
      List<Integer> kept = rig.awaitPids(KEPT, "pids", 2);
      rig.awaitPids(ending, "pids", 1);
      EndedAttempt known = rig.heard.awaitEnded(over);
      rig.heard.ended.clear();
      int firstGuard = rig.guard.pid();

      rig.killGuard();
      rig.heard.awaitConnects(2);

      assertThat(rig.guard.pid()).isNotEqualTo(firstGuard);
      assertThat(rig.heard.connects.get(1))
          .hasSize(2)
          .allMatch(RunningAttempt::adopted)
          .extracting(RunningAttempt::attempt)
          .containsExactlyInAnyOrder(KEPT, ending);
      assertThat(rig.heard.ended.get(over)).isEqualTo(known);
      assertThat(kept).allMatch(GuardRig::isAlive);

      Files.createFile(rig.files(ending).path().resolve("go"));
      assertThat(rig.heard.awaitEnded(ending).ending()).isInstanceOf(AttemptEnding.LostGuard.class);

      rig.guard.stop(KEPT, "enough");
      EndedAttempt stopped = rig.heard.awaitEnded(KEPT);
      assertThat(stopped.ending())
          .isEqualTo(new AttemptEnding.Stopped("enough", new ExitStatus.Unknown()));
      assertThat(stopped.leftProcesses()).isZero();
      assertThat(kept).noneMatch(GuardRig::isAlive);
    }
  }

  @Test
  void whatEndsWhileThereIsNoGuardIsLostAndSaidToBe() throws Exception {
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      start(rig, KEPT, LeasePolicy.KEEP);
      List<Integer> pids = rig.awaitPids(KEPT, "pids", 2);
      int pid = rig.heard.awaitStarted(KEPT).pid(); // Before it stops listening.
      int guardPid = rig.guard.pid();
      rig.guard.close();
      Processes.ofThisMachine().signal(guardPid, 9);
      await().until(() -> !GuardRig.isAlive(guardPid));
      Processes.ofThisMachine().signal(pid, 9);

      Heard next = rig.reopen();

      assertThat(next.awaitEnded(KEPT).ending()).isInstanceOf(AttemptEnding.LostGuard.class);
      assertThat(pids).noneMatch(GuardRig::isAlive);
    }
  }

  @Test
  void ordersThatADyingGuardDidNotAnswerAreGivenAgain() throws Exception {
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      rig.heard.awaitConnects(1);
      int guardPid = rig.guard.pid();
      Processes.ofThisMachine().signal(guardPid, SIGSTOP);
      rig.guard.start(rig.script(KEPT, "exit 2"));
      Processes.ofThisMachine().signal(guardPid, 9);

      assertThat(rig.heard.awaitEnded(KEPT).ending())
          .isEqualTo(new AttemptEnding.Finished(new ExitStatus.Exited(2)));
    }
  }

  private static void start(GuardRig rig, AttemptId attempt, LeasePolicy policy) throws Exception {
    Files.writeString(rig.files(attempt).path().resolve("daemon.sh"), STUBBORN + "\n");
    rig.guard.start(rig.script(attempt, WITH_DAEMON, 0, policy));
  }

  private static List<Integer> awaitPidsRenewing(GuardRig rig, AttemptId attempt) {
    await()
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              rig.guard.renewLease();
              return rig.countPids(attempt, "pids") == 2;
            });
    return rig.awaitPids(attempt, "pids", 2);
  }

  private Process startWorker(long leaseMillis, String... attempts) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                directory.toString(),
                Long.toString(leaseMillis)));
    command.addAll(List.of(attempts));
    return new ProcessBuilder(command).inheritIO().start();
  }
}
