package io.github.packtrain.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.FakeMaster;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which master a command means. */
class ConnectorTest {
  private final FakeMaster master =
      new FakeMaster()
          .on("GET /v1/status", "{}")
          .on("GET /v1/jobs", "{\"jobs\":[{\"id\":\"J1\"}]}");
  private final List<MasterFlags> started = new ArrayList<>();
  @TempDir private Path home;

  @AfterEach
  void stop() {
    master.close();
  }

  private EmbeddedMaster start(MasterFlags flags) {
    started.add(flags);
    return master;
  }

  private void running(Path data, long pid) throws IOException {
    Files.createDirectories(data);
    Files.writeString(
        data.resolve("endpoint.json"),
        "{\"http\":\"http://"
            + master.address()
            + "\",\"grpc\":\"127.0.0.1:1\",\"pid\":"
            + pid
            + "}");
    Files.writeString(data.resolve("token"), "secret\n");
  }

  @Test
  void theOneThatRunsOnTheDataDirectory() throws IOException {
    running(home.resolve(".local/share/packtrain/default"), ProcessHandle.current().pid());
    assertThat(CommandRun.embedded(this::start, home, "ps").out()).contains("J1");
    assertThat(started).isEmpty();
    assertThat(master.isClosed()).isFalse();
  }

  @Test
  void otherwiseOneForTheTimeOfTheCommand() {
    assertThat(CommandRun.embedded(this::start, home, "ps").out()).contains("J1");
    assertThat(started)
        .containsExactly(MasterFlags.embedded(home.resolve(".local/share/packtrain/default")));
    assertThat(master.isClosed()).isTrue();
  }

  @Test
  void theFileOfAMasterThatWasKilledDoesNotMislead() throws IOException {
    Path data = home.resolve("data");
    running(data, 999_999_999);
    CommandRun.embedded(this::start, home, "ps", "--data", data.toString());
    assertThat(started).containsExactly(MasterFlags.embedded(data));
  }

  @Test
  void norDoesOneWhoseProcessNumberIsAnothersByNow() throws IOException {
    Path data = home.resolve("data");
    running(data, ProcessHandle.current().pid());
    Files.writeString(
        data.resolve("endpoint.json"),
        "{\"http\":\"http://127.0.0.1:1\",\"pid\":" + ProcessHandle.current().pid() + "}");
    CommandRun.embedded(this::start, home, "ps", "--data", data.toString());
    assertThat(started).hasSize(1);
  }

  @Test
  void aFlagGoesBeforeTheEnvironment() throws IOException {
    Path data = home.resolve("data");
    running(data, ProcessHandle.current().pid());
    Map<String, String> environment = new HashMap<>(CommandRun.environment(home));
    environment.put("PACKTRAIN_MASTER", "127.0.0.1:1");
    assertThat(
            CommandRun.run(environment, home, this::start, "ps", "--data", data.toString()).out())
        .contains("J1");
    assertThat(CommandRun.run(environment, home, this::start, "ps").exit()).isEqualTo(6);
  }

  @Test
  void theTokenOfALocalMasterIsFoundAlthoughItIsNamed() throws IOException {
    running(home.resolve(".local/share/packtrain/default"), ProcessHandle.current().pid());
    assertThat(CommandRun.embedded(this::start, home, "ps", "--master", master.address()).exit())
        .isZero();
    assertThat(CommandRun.alone(home.resolve("other"), "ps", "--master", master.address()).exit())
        .isEqualTo(5);
  }

  @Test
  void aDirectoryThatAnotherCommandUsesForAMomentIsWaitedFor() {
    int[] tries = {0};
    CommandRun run =
        CommandRun.embedded(
            flags -> {
              if (++tries[0] < 3) {
                throw new Failure(ExitCode.CONFLICT, "DATA_DIR_IN_USE", "in use", "", "");
              }
              return start(flags);
            },
            home,
            "ps");
    assertThat(run.exit()).isZero();
    assertThat(tries[0]).isEqualTo(3);
  }

  @Test
  void upAlsoWaitsForACommandThatHasTheDirectoryForAMoment() {
    int[] tries = {0};
    EmbeddedMaster.Starter starter =
        flags -> {
          if (++tries[0] < 3) {
            throw new Failure(ExitCode.CONFLICT, "DATA_DIR_IN_USE", "in use", "", "");
          }
          return start(flags);
        };
    Connector.startToStay(starter, MasterFlags.embedded(home)).close();
    assertThat(tries[0]).isEqualTo(3);
  }

  @Test
  void whatAWorkerOfAnEarlierCommandKeptIsShownWithoutIt() throws IOException {
    Path attempts = home.resolve(".local/share/packtrain/default/workers/w1/attempts");
    for (int attempt = 1; attempt <= 10; attempt++) {
      Path kept = Files.createDirectories(attempts.resolve("J7-0." + attempt));
      Files.writeString(kept.resolve("stdout.log"), "out " + attempt);
      Files.writeString(kept.resolve("stderr.log"), "err " + attempt);
    }
    assertThat(CommandRun.embedded(this::start, home, "logs", "J7/0").out()).isEqualTo("out 10");
    assertThat(CommandRun.embedded(this::start, home, "logs", "J7/0.2", "--stderr").out())
        .isEqualTo("err 2");
  }

  @Test
  void workersShareTheMachine() {
    WorkerShares machine = new WorkerShares(8, OptionalLong.of(9_000));
    assertThat(machine.among(1, "")).containsExactly(List.of());
    assertThat(machine.among(3, ""))
        .containsExactly(
            List.of("--cpus", "2666m", "--memory", "3000"),
            List.of("--cpus", "2667m", "--memory", "3000", "--gpus", "none"),
            List.of("--cpus", "2667m", "--memory", "3000", "--gpus", "none"));
    assertThat(new WorkerShares(4, OptionalLong.empty()).among(2, "sim:1xA100-80GB"))
        .containsOnly(List.of("--cpus", "2000m", "--gpus", "sim:1xA100-80GB"));
  }
}
