package io.github.packtrain.worker.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.worker.process.ExitStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What needs rights that not every machine gives; each test says which and is left out without. */
@Timeout(60)
class LimitsIT {
  private static final AttemptId A = AttemptId.of(5, 0, 1);
  private static final long MEMORY_BYTES = 32 << 20;

  @TempDir Path directory;

  @Test
  void anAttemptThatTakesMoreMemoryThanItAskedForIsEnded() throws Exception {
    assumeGroups();
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      rig.guard.start(limited("exec dd if=/dev/zero of=/dev/null bs=200M count=1"));

      EndedAttempt ended = rig.heard.awaitEnded(A);
      assertThat(ended.ending()).isEqualTo(new AttemptEnding.OutOfMemory());
      assertThat(ended.oomKills()).isEqualTo(1);
    }
  }

  @Test
  void aChildThatIsEndedForMemoryIsCounted() throws Exception {
    assumeGroups();
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      rig.guard.start(limited("dd if=/dev/zero of=/dev/null bs=200M count=1; exit 7"));

      EndedAttempt ended = rig.heard.awaitEnded(A);
      assertThat(ended.ending()).isEqualTo(new AttemptEnding.Finished(new ExitStatus.Exited(7)));
      assertThat(ended.oomKills()).isEqualTo(1);
    }
  }

  @Test
  void aForkStormIsBoundedAndEndsWithItsAttempt() throws Exception {
    assumeGroups();
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      rig.guard.start(
          limited(
              "trap '' TERM; echo $$ > pids; while :; do (trap '' TERM; sleep 1000) & done"
                  + " 2>/dev/null"));
      Path pids = rig.heard.awaitStarted(A).directory().resolve("work/pids");
      await().until(() -> Files.exists(pids));

      rig.guard.stop(A, "enough", 100);
      EndedAttempt ended = rig.heard.awaitEnded(A);

      assertThat(ended.leftProcesses()).isZero();
      String main = Files.readString(pids).strip();
      assertThat(GuardRig.isAlive(Integer.parseInt(main))).isFalse();
    }
  }

  @Test
  void theGroupsAreGoneWithTheirAttemptAndWithTheGuard() throws Exception {
    assumeGroups();
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      rig.guard.start(limited("cat /proc/self/cgroup"));
      EndedAttempt ended = rig.heard.awaitEnded(A);
      assertThat(ended.ending()).isEqualTo(new AttemptEnding.Finished(new ExitStatus.Exited(0)));
      assertThat(AttemptDirectory.of(directory, A).stdout()).content().contains("J5-0.1");
      await().until(() -> groups("J5-0.1").isEmpty());
    }
  }

  @Test
  void tasksRunUnderTheAccountThatIsAskedFor() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can change the account");
    Path reachable = Files.createTempDirectory(Path.of("/tmp"), "packtrain-user");
    GuardOptions options = new GuardOptions(reachable, 60_000, 60_000, "nobody");
    Files.setPosixFilePermissions(
        reachable, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
    assumeTrue(TaskAccount.trouble("nobody", reachable).isEmpty(), "no setpriv or no nobody");
    try (GuardRig rig = new GuardRig(options)) {
      rig.guard.start(
          limited(
              "id -un; grep -E 'NoNewPrivs|CapEff' /proc/self/status; touch here $TMPDIR/there;"
                  + " cat "
                  + reachable
                  + "/guard.journal || echo closed; ls "
                  + reachable
                  + " || echo closed too"));

      EndedAttempt ended = rig.heard.awaitEnded(A);
      assertThat(ended.ending()).isEqualTo(new AttemptEnding.Finished(new ExitStatus.Exited(0)));
      assertThat(AttemptDirectory.of(reachable, A).stdout())
          .hasContent("nobody\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\nclosed\nclosed too\n");
    }
  }

  @Test
  void aDeviceThatItDoesNotHoldCannotBeOpened() throws Exception {
    assumeTrue(AttemptGroups.open(Path.of("/"), directory).hidesDevices(), "no groups for devices");
    try (GuardRig rig = new GuardRig(directory, 60_000)) {
      rig.guard.start(
          limited("head -c 1 /dev/full || echo closed; head -c 1 /dev/null && echo open"));

      EndedAttempt ended = rig.heard.awaitEnded(A);
      assertThat(ended.ending()).isEqualTo(new AttemptEnding.Finished(new ExitStatus.Exited(0)));
      assertThat(AttemptDirectory.of(directory, A).stdout()).hasContent("closed\nopen\n");
    }
  }

  @Test
  void anAccountThatIsNotThereIsSaidBefore() {
    assertThat(TaskAccount.trouble("no-such-account", directory)).isNotEmpty();
  }

  private void assumeGroups() {
    List<String> limitations = AttemptGroups.open(Path.of("/"), directory).limitations();
    assumeTrue(limitations.isEmpty(), limitations.toString());
  }

  private List<Path> groups(String name) throws Exception {
    try (Stream<Path> all =
        Files.find(
            Path.of("/sys/fs/cgroup"),
            8,
            (path, _) -> path.endsWith(name) && path.toString().contains("packtrain-"))) {
      String own =
          "packtrain-"
              + java.util.UUID.nameUUIDFromBytes(
                  directory.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return all.filter(path -> path.toString().contains(own)).toList();
    }
  }

  private static StartAttempt limited(String script) {
    return new StartAttempt(
        A,
        List.of("sh", "-c", script),
        GuardRig.ENVIRONMENT,
        AttemptPlace.lent(Path.of("")),
        new AttemptBounds(
            0, 300, AttemptBounds.OUTPUT_MIN_BYTES, MEMORY_BYTES, 500, List.of("1:7")),
        LeasePolicy.KEEP,
        "");
  }
}
