package io.github.packtrain.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.FakeMaster;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandsTest {
  private static final String IN_FORCE =
      """
      {"placement":{"kind":"POLICY_PLACEMENT","name":"packing","options":{"now":"3"},"by":"ann",
       "since":"2020-01-01T00:00:00Z","usual":"best_fit","problem":""},
       "orders":[{"kind":"POLICY_ORDER","queue":"default","name":"priority","usual":"priority"}]}
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
  void theListHasGoalsAndOptions() {
    master.on(
        "GET /v1/policies",
        """
        {"policies":[{"kind":"POLICY_ORDER","name":"fifo","goal":"first come",
          "options":[{"name":"repack","range":"true or false"}]},
         {"kind":"POLICY_PLACEMENT","name":"packing","goal":"keep it usable"}]}
        """);
    assertThat(run("policy", "list").out())
        .isEqualTo(
            """
            queue orders: who of a queue goes first; packtrain policy set --queue Q --order NAME
              fifo            first come
                repack              true or false
            placements: where a task goes; packtrain policy set --placement NAME
              packing         keep it usable
            """);
    assertThat(run("policy", "list", "-o", "json").out()).contains("\"goal\"");
  }

  @Test
  void whatIsInForceIsShownWithSinceWhenAndByWhom() {
    master.on("GET /v1/policies:inForce", IN_FORCE);
    assertThat(run("policy", "show").out().lines())
        .satisfiesExactly(
            titles -> assertThat(titles).startsWith("SCOPE"),
            placement ->
                assertThat(placement)
                    .matches("cluster +placement +packing +now=3 +[0-9]+d[0-9a-z]* ago +ann"),
            order ->
                assertThat(order)
                    .matches("queue default +order +priority +- +the master's start +nobody.*"));
    assertThat(run("policy", "show", "cluster").out()).doesNotContain("queue default");
    run("policy", "show", "night");
    assertThat(master.calls().getLast().line()).isEqualTo("GET /v1/policies:inForce?queue=night");
  }

  @Test
  void whatIsCutOffIsShownWithWhatDecidesInstead() {
    master.on(
        "GET /v1/policies:inForce",
        """
        {"placement":{"kind":"POLICY_PLACEMENT","name":"mine","by":"ann","usual":"packing",
         "problem":"POLICY_THREW: it threw X"},"orders":[]}
        """);
    assertThat(run("policy", "show").out())
        .contains("packing instead of mine")
        .endsWith("mine does not decide: POLICY_THREW: it threw X\n");
  }

  @Test
  void anOrderIsSetWithItsOptions() {
    master.on(
        "POST /v1/queues/night:setOrder",
        "{\"kind\":\"POLICY_ORDER\",\"queue\":\"night\",\"name\":\"las\",\"options\":{\"repack\":\"true\"}}");
    CommandRun set = run("policy", "set", "--queue", "night", "--order", "las", "repack=true");
    assertThat(set.out())
        .isEqualTo("queue 'night' is ordered by las (repack=true) from the next plan on\n");
    assertThat(master.calls().getLast().body())
        .isEqualTo("{\"order\":\"las\",\"options\":{\"repack\":\"true\"}}");
  }

  @Test
  void aShadowIsStartedShownAndStopped() {
    String shadow =
        """
        {"policy":{"kind":"POLICY_PLACEMENT","name":"score","since":"2020-01-01T00:00:00Z"},
         "running":%s,"plans":"7","skipped":"1","decisions":"40","otherwise":"10","otherWorker":"8",
         "otherDevices":"1","liveOnly":"1","shadowMillis":2.26,"liveMillis":1.5,
         "examples":[{"job":"J3","liveWorker":"w1","shadowWorker":"w2","why":"AFFINITY"}]}
        """;
    master.on("POST /v1/shadow:start", shadow.formatted(true));
    master.on("POST /v1/shadow:stop", shadow.formatted(false));
    master.on("GET /v1/shadow", shadow.formatted(true));
    assertThat(run("policy", "shadow", "score", "load=1").out())
        .startsWith("score runs as a shadow since ")
        .contains(
            """
              otherwise   10 of 40 decisions (25.0 %): 8 on another worker, 1 on other devices, 1 not at all, 0 in addition
              plans       7 compared, 1 skipped while it was busy
              cost        2.3 ms of processor time, the live plans took 1.5 ms
            TASK OF  LIVE  SHADOW  WHY
            J3       w1    w2      AFFINITY
            """);
    assertThat(master.calls().getLast().body())
        .isEqualTo("{\"placement\":\"score\",\"options\":{\"load\":\"1\"}}");
    assertThat(run("policy", "shadow").out()).startsWith("score runs");
    assertThat(run("policy", "shadow", "--stop").out()).startsWith("score ran as a shadow");
    assertThat(run("policy", "shadow", "--stop", "score").err()).contains("both a name and --stop");
  }

  @Test
  void thePlacementIsSetAndSetBack() {
    master.on("POST /v1/placement:set", "{\"kind\":\"POLICY_PLACEMENT\",\"name\":\"best_fit\"}");
    assertThat(run("policy", "set", "--placement", "default").out())
        .isEqualTo("tasks are placed by best_fit from the next plan on\n");
    assertThat(master.calls().getLast().body()).isEqualTo("{\"placement\":\"\",\"options\":{}}");
  }
}
