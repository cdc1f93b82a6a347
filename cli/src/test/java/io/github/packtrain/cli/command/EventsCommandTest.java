package io.github.packtrain.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.FakeMaster;
import io.github.packtrain.protocol.v1.EventType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCommandTest {
  private static final String TWO =
      """
      {"number":"7","at":"2026-03-01T12:00:00Z","type":"EVENT_JOB_ADMITTED","text":"ann submitted job J1"}

      {"number":"9","type":"EVENT_WORKER_FORGOTTEN","text":"worker W1 was taken off the list"}
      """;
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
  void showsWhatHappenedALineEach() {
    master.on("GET /v1/events?after=-1000&untilNow=true", TWO);
    CommandRun events = run("events");
    assertThat(events.exit()).isZero();
    assertThat(events.out().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .matches(" {5}7 {2}0[23]-\\d\\d \\d\\d:00:00 {2}ann submitted job J1"),
            second -> assertThat(second).matches(" {5}9 {18}worker W1 was taken off the list"));
  }

  @Test
  void jsonIsALineEachToo() {
    master.on("GET /v1/events?after=7&untilNow=true", TWO);
    assertThat(run("events", "--after", "7", "-o", "json").out().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("{\"number\":\"").endsWith("}"));
  }

  @Test
  void filtersGoToTheMaster() {
    master.on("GET /v1/events", TWO);
    run(
        "events",
        "--job",
        "J42",
        "--worker",
        "gpu 1",
        "--study",
        "nas",
        "--type",
        "ended,job-grew");
    assertThat(master.calls().getLast().line())
        .isEqualTo(
            "GET /v1/events?untilNow=true&job=J42&worker=gpu%201&study=nas"
                + "&types=EVENT_JOB_ENDED&types=EVENT_JOB_GREW&types=EVENT_STUDY_ENDED"
                + "&types=EVENT_TASK_ENDED&types=EVENT_TRIAL_ENDED");
  }

  @Test
  void followingGoesOnAfterTheLastEventWhenTheMasterComesBack() {
    master
        .on("GET /v1/status", "{\"journalPosition\":\"6\"}")
        .on("GET /v1/events?after=6", TWO + FakeMaster.error("MASTER_STOPPING", "stopping"))
        .on("GET /v1/events?after=9", "{\"number\":\"12\",\"text\":\"back\"}\n")
        .on("GET /v1/events?after=12", 403, FakeMaster.error("ROLE_TOO_LOW", "no more"));
    CommandRun events = run("events", "-f");
    assertThat(events.exit()).isEqualTo(5);
    assertThat(events.out().lines().map(String::strip))
        .hasSize(3)
        .last()
        .asString()
        .startsWith("12")
        .endsWith("back");
  }

  @Test
  void aTypeThatIsNoneIsNamed() {
    CommandRun events = run("events", "--type", "endet");
    assertThat(events.exit()).isEqualTo(2);
    assertThat(events.err()).contains("'endet' is no type of event", "did you mean 'ended'?");
  }

  @Test
  void allTypesOfTheMasterCanBeNamed() {
    List<String> ofMaster =
        Arrays.stream(EventType.values())
            .map(Enum::name)
            .filter(name -> !name.equals("UNRECOGNIZED") && !name.endsWith("UNSPECIFIED"))
            .map(
                name ->
                    name.substring("EVENT_".length()).toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    assertThat(EventTypes.ALL).isEqualTo(ofMaster);
  }
}
