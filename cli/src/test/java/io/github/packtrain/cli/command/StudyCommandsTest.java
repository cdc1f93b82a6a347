package io.github.packtrain.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.FakeMaster;
import io.github.packtrain.cli.tree.JsonText;
import io.github.packtrain.cli.tree.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyCommandsTest {
  private static final String BEST =
      """
      {"study":"s","best":{"number":7,"objectives":{"accuracy":0.9812}},"trials":[
       {"number":7,"params":{"lr":{"number":0.00123},"layers":{"integer":"3"},"op":{"text":"tanh"}},
        "objectives":{"accuracy":0.9812},"origin":"mutate(T3: lr 0.0026341289443273614->1.5558110345093036E-5)"},
       {"number":3,"params":{"lr":{"number":1e-5},"layers":{"integer":"2"}},"objectives":{"accuracy":0.9},"origin":"drawn"}]}
      """;

  private final FakeMaster master = new FakeMaster();
  @TempDir private Path home;

  @BeforeEach
  void writeFile() throws IOException {
    Files.writeString(
        home.resolve("s.yaml"),
        """
        kind: study
        name: s
        objectives: [{metric: accuracy, goal: max, target: 0.98}]
        space: {lr: {float: [1e-5, 1e-1], log: true}}
        budget: {trials: 10, parallel: 2}
        trial: {handler: noop}
        """);
  }

  @AfterEach
  void stop() {
    master.close();
  }

  private static String study(String state, String more) {
    return """
        {"spec":{"name":"s","algorithm":{"name":"evolution"},"budget":{"trials":10}},"state":"%s",
         "trials":{"suggested":6,"running":2,"completed":3,"failed":1},"best":{"number":7,
         "objectives":{"accuracy":0.9812},"params":{"lr":{"number":0.00123}}},
         "createdAt":"2026-01-01T00:00:00Z"%s}
        """
        .formatted(state, more);
  }

  private static String ended(String reason) {
    return study(
        "ended",
        ",\"endedAt\":\"2026-01-01T00:01:12Z\",\"endReason\":\""
            + reason
            + "\",\"endDetail\":\"why it ended\"");
  }

  @Test
  void runFollowsAStudyToItsEnd() {
    master
        .on("POST /v1/studies", study("running", ",\"fresh\":true"))
        .on("GET /v1/studies/s", study("running", ""))
        .on("GET /v1/studies/s", study("running", ",\"improvements\":[{\"trial\":7}]"))
        .on("GET /v1/studies/s", ended("TARGET"))
        .on("GET /v1/studies/s/best", BEST);
    CommandRun run = CommandRun.against(master, home, "study", "run", "s.yaml");
    assertThat(run.out())
        .isEqualTo(
            """
            TRIAL  accuracy        lr  layers    op  ORIGIN
                7    0.9812   0.00123       3  tanh  mutate(T3: lr 0.002634->1.56e-05)
                3       0.9  1.00e-05       2     -  drawn
            s ended: why it ended, after 4 trials and 1m12s
            """);
    assertThat(run.err())
        .isEqualTo(
            """
            s: begins, master at http://%s
            s [########............] 4/10 trials, 2 running, 1 failed
            better   accuracy=0.9812  trial 7  lr=0.00123
              results: packtrain study best s -o json     all: packtrain study trials s
            """
                .formatted(master.address()));
    assertThat(run.exit()).isZero();
    Node request = JsonText.read(master.calls().getFirst().body());
    assertThat(request.text("spec.name")).isEqualTo("s");
  }

  @ParameterizedTest
  @CsvSource({"BUDGET, 0", "TARGET, 0", "PATIENCE, 0", "FAILED, 8", "STOPPED, 9"})
  void runEndsAsTheStudyDid(String reason, int exit) {
    master
        .on("POST /v1/studies", ended(reason))
        .on("GET /v1/studies/s", ended(reason))
        .on("GET /v1/studies/s/best", "{\"study\":\"s\",\"trials\":[]}");
    CommandRun run = CommandRun.against(master, home, "study", "run", "s.yaml");
    assertThat(run.exit()).isEqualTo(exit);
    assertThat(run.err()).startsWith("s has ended already\nno trial completed\n");
  }

  @Test
  void aPausedStudyGoesOn() {
    master
        .on("POST /v1/studies", study("paused", ""))
        .on("POST /v1/studies/s:resume", study("running", ""))
        .on("GET /v1/studies/s", ended("BUDGET"))
        .on("GET /v1/studies/s/best", BEST);
    CommandRun run = CommandRun.against(master, home, "study", "run", "s.yaml", "-o", "json");
    assertThat(run.err()).startsWith("s: goes on after 4 trials");
    assertThat(JsonText.read(run.out()).findDecimal("best.objectives.accuracy")).contains(0.9812);
    assertThat(master.calls())
        .extracting(FakeMaster.Call::line)
        .contains("POST /v1/studies/s:resume");
  }

  @Test
  void aChangedFileIsRefusedWithTheDifferences() {
    master.on(
        "POST /v1/studies",
        409,
        FakeMaster.error("STUDY_DIFFERS", "the study s exists and differs"));
    CommandRun run = CommandRun.against(master, home, "study", "run", "s.yaml");
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err())
        .contains("error: the study s exists and differs")
        .contains("code: STUDY_DIFFERS");
  }

  @Test
  void detachedItOnlyBegins() {
    master.on("POST /v1/studies", study("running", ",\"fresh\":true"));
    CommandRun run = CommandRun.against(master, home, "study", "run", "s.yaml", "--detach");
    assertThat(run.out()).isEqualTo("s running\n");
    assertThat(master.calls()).hasSize(1);
    assertThat(CommandRun.alone(home, "study", "run", "s.yaml", "--detach").err())
        .contains("no master runs");
  }

  @Test
  void bestIsATableOrTheMastersJson() {
    master.on("GET /v1/studies/s/best?limit=2", BEST);
    assertThat(CommandRun.against(master, home, "study", "best", "s", "--limit", "2").out())
        .startsWith("TRIAL  accuracy");
    Node json =
        JsonText.read(
            CommandRun.against(master, home, "study", "best", "s", "--limit", "2", "-o", "json")
                .out());
    assertThat(json).isEqualTo(JsonText.read(BEST));
  }

  @Test
  void listsAndShows() {
    master
        .on("GET /v1/studies?pageSize=1000", "{\"studies\":[" + ended("TARGET") + "]}")
        .on("GET /v1/studies/s", ended("TARGET"));
    assertThat(CommandRun.against(master, home, "study", "list").out())
        .startsWith(
            """
            STUDY  STATE           ALGORITHM  TRIALS  RUN  FAIL  BEST""")
        .contains("s      ended (target)  evolution    4/10    2     1  accuracy=0.9812");
    assertThat(CommandRun.against(master, home, "study", "show", "s").out())
        .isEqualTo(
            """
            s  evolution  ended (target)  1m12s
              trials  [########............] 4/10, 2 running, 1 failed
              best    accuracy=0.9812  trial 7  lr=0.00123
              ended   why it ended
            """);
  }

  @Test
  void trialsHaveAColumnForEachParameter() {
    master.on(
        "GET /v1/studies/s/trials",
        """
        {"trials":[{"number":1,"state":"failed","reason":"exit 1","params":{"a":{"flag":true}},"origin":"drawn"},
        {"number":2,"state":"completed","params":{"b":{"integer":"4"}},"objectives":{"loss":12345.678}}]}
        """);
    assertThat(CommandRun.against(master, home, "study", "trials", "s").out())
        .isEqualTo(
            """
            TRIAL  STATE         loss     a  b  ORIGIN
                1  failed           -  true  -  drawn; exit 1
                2  completed  12345.7     -  4  -
            """);
  }

  @ParameterizedTest
  @CsvSource({"stop", "pause", "resume"})
  void changesTheirState(String verb) {
    master.on("POST /v1/studies/s:" + verb, study("paused", ""));
    assertThat(CommandRun.against(master, home, "study", verb, "s").out()).isEqualTo("s paused\n");
  }
}
