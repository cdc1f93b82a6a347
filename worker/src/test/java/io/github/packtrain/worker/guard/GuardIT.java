package io.github.packtrain.worker.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts as they should be: started, watched, ended, reported. */
@Timeout(60)
class GuardIT {
  private static final AttemptId A = AttemptId.of(1, 0, 1);
  private static final AttemptId B = AttemptId.of(1, 1, 1);
  private static final long LEASE_MILLIS = 60_000;

  @TempDir Path directory;

  @Test
  void anAttemptsEndComesBackAndIsKeptUntilAcknowledged() throws Exception {
    try (GuardRig rig = new GuardRig(directory, LEASE_MILLIS)) {
      rig.guard.start(rig.script(A, "echo $PACKTRAIN_ATTEMPT; exit 3"));

      EndedAttempt ended = rig.heard.awaitEnded(A);
      assertThat(ended.ending()).isEqualTo(finished(3));
      assertThat(ended.leftProcesses()).isZero();
      assertThat(ended.maxResidentBytes()).isPositive();
      assertThat(rig.heard.awaitStarted(A).pid()).isPositive();
      assertThat(rig.files(A).stdout()).hasContent("J1/0.1");

      Heard next = rig.reopen();
      assertThat(next.awaitEnded(A)).isEqualTo(ended);

      rig.guard.acknowledge(A);
      Heard last = rig.reopen();
      last.awaitConnects(1);
      assertThat(last.ended).isEmpty();
    }
  }

  @Test
  void anAttemptIsStartedOnce() throws Exception {
    try (GuardRig rig = new GuardRig(directory, LEASE_MILLIS)) {
      StartAttempt attempt = rig.script(A, "echo once; exec sleep 1000");
      rig.guard.start(attempt);
      int pid = rig.heard.awaitStarted(A).pid();
      rig.heard.started.clear();
      rig.guard.start(attempt);
      assertThat(rig.heard.awaitStarted(A).pid()).isEqualTo(pid);

      rig.guard.stop(A, "enough");
      EndedAttempt ended = rig.heard.awaitEnded(A);
      rig.heard.ended.clear();
      rig.guard.start(attempt);
      assertThat(rig.heard.awaitEnded(A)).isEqualTo(ended);
      assertThat(rig.files(A).stdout()).hasContent("once");
    }
  }

  @Test
  void tasksAreNoMoreUrgentThanTheirWorker() throws Exception {
    try (GuardRig rig = new GuardRig(directory, LEASE_MILLIS)) {
      rig.guard.start(rig.script(A, "cut -d' ' -f19 /proc/$$/stat"));

      rig.heard.awaitEnded(A);
      String own = Files.readString(Path.of("/proc/self/stat"));
      // The name in the second field may have spaces; from its end on this is the 17th.
      String nice = own.substring(own.lastIndexOf(')') + 2).split(" ", -1)[16];
      assertThat(rig.files(A).stdout()).hasContent(nice);
    }
  }

  @Test
  void whatCannotBeStartedSaysWhy() throws Exception {
    try (GuardRig rig = new GuardRig(directory, LEASE_MILLIS)) {
      rig.guard.start(rig.command(A, List.of("no-such-program"), 0, LeasePolicy.KEEP));
      assertThat(rig.heard.awaitEnded(A).ending())
          .isInstanceOfSatisfying(
              AttemptEnding.NotStarted.class,
              e -> {
                assertThat(e.code()).isEqualTo("COMMAND_NOT_FOUND");
                assertThat(e.message()).contains("no-such-program");
                assertThat(e.hint()).isNotEmpty();
              });

      StartAttempt lost = rig.script(B, "true");
      Files.delete(rig.files(B).path());
      rig.guard.start(lost);
      assertThat(rig.heard.awaitEnded(B).ending())
          .isInstanceOfSatisfying(
              AttemptEnding.NotStarted.class,
              e -> assertThat(e.code()).isEqualTo("WORKER_DIRECTORY_NOT_USABLE"));
    }
  }

  @Test
  void aSignalThatWeDidNotSendIsToldApart() throws Exception {
    try (GuardRig rig = new GuardRig(directory, LEASE_MILLIS)) {
      rig.guard.start(rig.script(A, "kill -KILL $$"));
      rig.guard.start(rig.script(B, "kill -SEGV $$"));

      // KILL without a memory kill in the kernel's count is somebody's, not want of memory.
      assertThat(rig.heard.awaitEnded(A).ending())
          .isEqualTo(new AttemptEnding.Finished(new ExitStatus.Signalled(9)));
      assertThat(rig.heard.awaitEnded(B).ending())
          .isEqualTo(new AttemptEnding.Finished(new ExitStatus.Signalled(11)));
    }
  }

  @Test
  void aPoliteTaskEndsInItsGraceWithItsOwnCode() throws Exception {
    try (GuardRig rig = new GuardRig(directory, LEASE_MILLIS)) {
      rig.guard.start(
          rig.script(
              A, "trap 'echo saved; exit 5' TERM; touch ready; while :; do sleep 0.05; done"));
      await().until(() -> Files.exists(rig.files(A).path().resolve("ready")));

      rig.guard.stop(A, "cancelled by alice", 20_000);

      assertThat(rig.heard.awaitEnded(A).ending())
          .isEqualTo(new AttemptEnding.Stopped("cancelled by alice", new ExitStatus.Exited(5)));
      assertThat(rig.files(A).stdout()).hasContent("saved");
    }
  }

  @Test
  void aTaskThatRunsTooLongIsEnded() throws Exception {
    try (GuardRig rig = new GuardRig(directory, LEASE_MILLIS)) {
      rig.guard.start(rig.script(A, "exec sleep 1000", 200, LeasePolicy.KEEP));

      EndedAttempt ended = rig.heard.awaitEnded(A);
      assertThat(ended.ending())
          .isEqualTo(new AttemptEnding.TimeLimit(200, new ExitStatus.Signalled(15)));
      assertThat(ended.runMillis()).isGreaterThanOrEqualTo(200);
    }
  }

  @Test
  void outputOverItsBoundNeitherBlocksNorFillsTheDisk() throws Exception {
    try (GuardRig rig = new GuardRig(directory, LEASE_MILLIS)) {
      long bound = 4 << 20;
      String script = "echo first; dd if=/dev/zero bs=1M count=1500 2>/dev/null; echo last";
      StartAttempt plain = rig.script(A, script);
      rig.guard.start(
          new StartAttempt(
              A,
              plain.argv(),
              plain.environment(),
              plain.place(),
              new AttemptBounds(0, GuardRig.GRACE_MILLIS, bound, 0, 0, List.of()),
              LeasePolicy.KEEP,
              ""));

      assertThat(rig.heard.awaitEnded(A).ending()).isEqualTo(finished(0));
      Path stdout = rig.files(A).stdout();
      assertThat(Files.size(stdout)).isLessThanOrEqualTo(bound + 100);
      assertThat(OutputReader.length(stdout)).isEqualTo((1500L << 20) + 11);
      assertThat(new String(OutputReader.read(stdout, 0, 6).bytes(), US_ASCII))
          .isEqualTo("first\n");
      assertThat(new String(OutputReader.readTail(stdout, 5).bytes(), US_ASCII))
          .isEqualTo("last\n");
    }
  }

  @Test
  void aSecondWorkerTakesTheGuardOver() throws Exception {
    try (GuardRig rig = new GuardRig(directory, LEASE_MILLIS)) {
      rig.guard.start(rig.script(A, "exec sleep 1000"));
      RunningAttempt started = rig.heard.awaitStarted(A);
      int guardPid = rig.guard.pid();

      Heard next = rig.reopen();
      next.awaitConnects(1);

      assertThat(rig.guard.pid()).isEqualTo(guardPid);
      assertThat(next.connects.getFirst())
          .singleElement()
          .satisfies(
              attempt -> {
                assertThat(attempt.pid()).isEqualTo(started.pid());
                assertThat(attempt.adopted()).isFalse();
              });
      rig.guard.stop(A, "enough");
      assertThat(next.awaitEnded(A).ending()).isInstanceOf(AttemptEnding.Stopped.class);
    }
  }

  @Test
  void shutdownEndsEverything() throws Exception {
    GuardRig rig = new GuardRig(directory, LEASE_MILLIS);
    rig.guard.start(rig.script(A, "trap '' TERM; echo $$ > pids; while :; do sleep 0.05; done"));
    List<Integer> pids = rig.awaitPids(A, "pids", 1);
    int guardPid = rig.guard.pid();

    rig.close();

    assertThat(rig.heard.awaitEnded(A).ending())
        .isEqualTo(new AttemptEnding.Stopped("the test is over", new ExitStatus.Signalled(9)));
    assertThat(GuardRig.anyAlive(pids)).isFalse();
    await().until(() -> !GuardRig.isAlive(guardPid));
  }

  @Test
  void aGuardThatNobodyNeedsEndsItself() throws Exception {
    GuardOptions options = new GuardOptions(directory, LEASE_MILLIS, 2_000);
    Heard heard = new Heard();
    int guardPid;
    try (Guard guard = Guard.open(options, heard)) {
      guardPid = guard.pid();
      assertThat(GuardRig.isAlive(guardPid)).isTrue();
    }
    await().until(() -> !GuardRig.isAlive(guardPid));
    assertThat(new GuardFiles(directory, false).socket()).doesNotExist();
  }

  @Test
  void theDirectoryIsClosedToOthersAndMayHaveALongName() throws Exception {
    Path deep = directory.resolve("d".repeat(100)).resolve("e".repeat(50));
    try (GuardRig rig = new GuardRig(deep, LEASE_MILLIS)) {
      rig.guard.start(rig.script(A, "true"));
      assertThat(rig.heard.awaitEnded(A).ending()).isEqualTo(finished(0));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
          .isEqualTo("rwx------");
      Path socketDirectory = new GuardFiles(deep, false).socket().getParent();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socketDirectory)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aDirectoryThatCannotBeUsedIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> Guard.open(GuardOptions.in(file), new Heard()))
        .isInstanceOfSatisfying(
            GuardException.class,
            e -> assertThat(e.code()).isEqualTo(GuardException.Code.WORKER_DIRECTORY_NOT_USABLE));
  }

  @Test
  void whoeverLeavesNothingCostsNoFiles() throws Exception {
    try (GuardRig rig = new GuardRig(directory, LEASE_MILLIS)) {
      rig.guard.start(lent(A, "cd $TMPDIR && pwd > nobody-may-keep-this"));
      assertThat(rig.heard.awaitEnded(A).keptFiles()).isFalse();
      rig.guard.acknowledge(A);
      await().until(() -> count("slots") == 0);

      for (int i = 0; i < 20; i++) {
        AttemptId silent = AttemptId.of(7, i, 1);
        rig.guard.start(lent(silent, "exit 3"));
        EndedAttempt ended = rig.heard.awaitEnded(silent);
        assertThat(ended.ending()).isEqualTo(finished(3));
        assertThat(ended.keptFiles()).isFalse();
        rig.guard.acknowledge(silent);
      }
      assertThat(count("slots")).isLessThan(5);
      assertThat(count("attempts")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo x",
        "echo x >&2",
        "echo x > file",
        "echo x > $PACKTRAIN_EVENTS",
        "mkdir sub",
        "chmod 700 .",
        "echo x > ../planted",
        "echo x > file; rm file",
      })
  void whoeverLeavesAnythingKeepsItsDirectory(String script) throws Exception {
    try (GuardRig rig = new GuardRig(directory, LEASE_MILLIS)) {
      for (AttemptId attempt : List.of(A, B)) {
        rig.guard.start(lent(attempt, script));
        RunningAttempt started = rig.heard.awaitStarted(attempt);
        assertThat(rig.heard.awaitEnded(attempt).keptFiles()).isTrue();
        assertThat(AttemptDirectory.of(directory, attempt).path().toRealPath())
            .isEqualTo(started.directory().toRealPath());
        rig.guard.acknowledge(attempt);
      }
      assertThat(count("slots")).isEqualTo(2);
    }
  }

  @Test
  void checkpointsAreThereForTheNextAttempt() throws Exception {
    try (GuardRig rig = new GuardRig(directory, LEASE_MILLIS)) {
      rig.guard.start(lent(A, "echo 5 > $PACKTRAIN_CHECKPOINT_DIR/step"));
      rig.heard.awaitEnded(A);
      rig.guard.start(lent(B, "[ $(cat $PACKTRAIN_CHECKPOINT_DIR/step) = 5 ]"));
      assertThat(rig.heard.awaitEnded(B).ending()).isEqualTo(finished(0));
    }
  }

  private StartAttempt lent(AttemptId attempt, String script) {
    return new StartAttempt(
        attempt,
        List.of("sh", "-c", script),
        GuardRig.ENVIRONMENT,
        AttemptPlace.lent(directory.resolve("checkpoints").resolve("of-the-task")),
        AttemptBounds.of(0, GuardRig.GRACE_MILLIS),
        LeasePolicy.KEEP,
        "");
  }

  private int count(String below) {
    return Objects.requireNonNull(directory.resolve(below).toFile().list()).length;
  }

  private static AttemptEnding finished(int code) {
    return new AttemptEnding.Finished(new ExitStatus.Exited(code));
  }
}
