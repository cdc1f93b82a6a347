package io.github.packtrain.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.FakeMaster;
import io.github.packtrain.cli.tree.JsonText;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReservationCommandsTest {
  private static final String ONE =
      "{\"name\":\"repair\",\"workers\":[\"a\",\"b\"],\"start\":\"2030-12-01T08:00:00Z\","
          + "\"end\":\"2030-12-01T10:00:00Z\"}";
  private final FakeMaster master = new FakeMaster();
  @TempDir private Path home;

  @AfterEach
  void stop() {
    master.close();
  }

  private CommandRun run(String... args) {
    return CommandRun.against(master, home, args);
  }

  @Test
  void addsWhatTheFlagsSay() {
    master.on("POST /v1/reservations", ONE);
    CommandRun add =
        run(
            "reservation",
            "add",
            "repair",
            "--worker",
            "a,b",
            "--start",
            "2030-12-01T08:00:00Z",
            "--for",
            "2h");
    assertThat(add.out())
        .isEqualTo("repair: a, b for nobody, 2030-12-01T08:00:00Z to 2030-12-01T10:00:00Z\n");
    assertThat(JsonText.compact(JsonText.read(master.calls().getFirst().body())))
        .isEqualTo(
            "{\"reservation\":{\"name\":\"repair\",\"workers\":[\"a\",\"b\"],\"queue\":\"\","
                + "\"start\":\"2030-12-01T08:00:00Z\",\"end\":\"2030-12-01T10:00:00Z\"}}");
  }

  @Test
  void listsAndRemoves() {
    master
        .on("GET /v1/reservations", "{\"reservations\":[" + ONE + "]}")
        .on("POST /v1/reservations/repair:remove", "{}");
    assertThat(run("reservation", "list").out())
        .isEqualTo(
            """
            NAME    WORKERS  FOR     FROM                  TO
            repair  a, b     nobody  2030-12-01T08:00:00Z  2030-12-01T10:00:00Z
            """);
    assertThat(run("reservation", "remove", "repair").out()).isEqualTo("repair: taken back\n");
  }

  @Test
  void aNumberOfGpusIsKeptForUsersAndSaidWhereItIs() {
    master.on(
        "POST /v1/reservations",
        "{\"name\":\"exam\",\"users\":[\"ann\",\"eve\"],\"gpus\":3,\"parts\":["
            + "{\"worker\":\"a\",\"devices\":[\"g0\",\"g1\"]},"
            + "{\"worker\":\"b\",\"devices\":[\"g7\"]}],"
            + "\"start\":\"2030-12-01T08:00:00Z\",\"end\":\"2030-12-01T10:00:00Z\"}");
    CommandRun add =
        run(
            "reservation",
            "add",
            "exam",
            "--gpus",
            "3",
            "--user",
            "ann,eve",
            "--from",
            "2030-12-01T08:00:00Z",
            "--for",
            "2h");
    assertThat(add.out())
        .isEqualTo(
            "exam: 2 GPUs of a, 1 GPU of b for users ann, eve, "
                + "2030-12-01T08:00:00Z to 2030-12-01T10:00:00Z\n");
    assertThat(JsonText.compact(JsonText.read(master.calls().getFirst().body())))
        .contains("\"users\":[\"ann\",\"eve\"],\"gpus\":3");
  }

  @Test
  void anEndIsNeededOnce() {
    assertThat(run("reservation", "add", "r").err())
        .contains("nothing says until when the reservation holds");
    assertThat(run("reservation", "add", "r", "--end", "tomorrow").err())
        .contains("--end: 'tomorrow' is not a time");
  }
}
