package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.master.policy.PolicyFixtures;
import io.github.packtrain.master.shell.ShellOptions;
import io.github.packtrain.model.policy.UserPolicy;
import io.github.packtrain.protocol.v1.EventType;
import io.github.packtrain.protocol.v1.ExplainJobRequest;
import io.github.packtrain.protocol.v1.GetPoliciesRequest;
import io.github.packtrain.protocol.v1.ListPoliciesRequest;
import io.github.packtrain.protocol.v1.ListPoliciesResponse;
import io.github.packtrain.protocol.v1.PoliciesInForce;
import io.github.packtrain.protocol.v1.PolicySetting;
import io.github.packtrain.protocol.v1.SetOrderRequest;
import io.github.packtrain.protocol.v1.SetPlacementRequest;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.WatchEventsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies from a jar on a running master: the example's, and some that misbehave. */
final class OwnPolicyTest {
  private static final long BOUND_MILLIS = 300;

  @TempDir private Path dir;
  @TempDir private Path jars;
  private TestMaster master;

  @BeforeEach
  void start() throws Exception {
    buildExample();
    PolicyFixtures.jar(jars.resolve("bad.jar"));
    master = TestMaster.start(options());
  }

  @AfterEach
  void stop() {
    PolicyFixtures.release();
    master.close();
  }

  private MasterOptions options() {
    MasterOptions options = TestMaster.options(dir);
    return options.withShell(
        options.shell().withOwn(new ShellOptions.OwnPolicies(Optional.of(jars), BOUND_MILLIS)));
  }

  private void restart() throws MasterStartException {
    master.close();
    master = TestMaster.start(options());
  }

  /** As {@code docs/write-a-policy.md} says. */
  private void buildExample() throws Exception {
    Path classes =
        Path.of(UserPolicy.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ProcessBuilder build =
        new ProcessBuilder(
            "bash",
            "../examples/custom-policy/build.sh",
            classes.toString(),
            jars.resolve("custom-policy.jar").toString());
    build.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = build.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }

  private PoliciesInForce inForce() throws IOException {
    return master.policies().getPolicies(GetPoliciesRequest.getDefaultInstance());
  }

  private PolicySetting placement(String name, Map<String, String> options) throws IOException {
    return master
        .policies()
        .setPlacement(
            SetPlacementRequest.newBuilder().setPlacement(name).putAllOptions(options).build());
  }

  private PolicySetting order(String name) throws IOException {
    return master
        .policies()
        .setOrder(SetOrderRequest.newBuilder().setQueue("default").setOrder(name).build());
  }

  private void submit(String name, int count) throws IOException {
    master
        .jobs()
        .submitJob(
            SubmitJobRequest.newBuilder()
                .setSpec(RunningMaster.noop(name))
                .setCount(count)
                .build());
  }

  @Test
  void theExamplesAreListedWithTheirJarAndThoseThatCannotBeUsedAreNamed() throws IOException {
    ListPoliciesResponse all =
        master.policies().listPolicies(ListPoliciesRequest.getDefaultInstance());
    assertThat(all.getPoliciesList())
        .filteredOn(policy -> policy.getOrigin().equals("custom-policy.jar"))
        .extracting(policy -> policy.getName())
        .containsExactlyInAnyOrder("fewest_tasks", "reserve_gpus");
    assertThat(all.getProblemsList())
        .anySatisfy(problem -> assertThat(problem).contains("Unmakeable", "POLICY_THREW"))
        .anySatisfy(
            problem -> assertThat(problem).contains("the name fifo of").contains("is taken"))
        .anySatisfy(problem -> assertThat(problem).contains("'No Name' is no name of a policy"));
  }

  @Test
  void theExamplesFilterKeepsTasksFromMachinesWithGpusAndSaysSo() throws IOException {
    FakeWorker gpus = master.worker("gpus");
    placement("reserve_gpus", Map.of());
    submit("cpu-only", 1);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        master
                            .scheduler()
                            .explainJob(ExplainJobRequest.newBuilder().setJob("J1").build())
                            .getReasonsList())
                    .extracting(reason -> reason.getCode())
                    .containsExactly("POLICY_FILTER"));
    assertThat(gpus.running()).isEmpty();
    placement("reserve_gpus", Map.of("keep", "0"));
    await().until(() -> gpus.running().size() == 1);
  }

  @Test
  void theExamplesOrderDecidesAndAReplayNeedsNoJar() throws Exception {
    order("fewest_tasks");
    submit("sweep", 30);
    submit("small", 2);
    FakeWorker worker = master.worker("w1");
    await().until(() -> worker.running().size() == 4);
    assertThat(worker.running()).filteredOn(ref -> ref.getJob() == 2).hasSize(2);
    Files.delete(jars.resolve("custom-policy.jar"));
    restart();
    assertThat(inForce().getOrders(0).getName()).isEqualTo("fewest_tasks");
    assertThat(inForce().getOrders(0).getProblem()).startsWith("POLICY_MISSING");
    assertThat(master.policies().getPolicies(GetPoliciesRequest.getDefaultInstance())).isNotNull();
    FakeWorker again = FakeWorker.dial(master.asWorker(), "w1", worker.running()).endingAtOnce();
    await().until(() -> again.running().isEmpty() && ended("J1") && ended("J2"));
    again.hangUp();
  }

  private boolean ended(String job) throws IOException {
    return master
        .jobs()
        .getJob(io.github.packtrain.protocol.v1.GetJobRequest.newBuilder().setJob(job).build())
        .hasEndedAt();
  }

  @ParameterizedTest
  @CsvSource({
    "throwing,POLICY_THREW: it threw java.lang.IllegalStateException: broken",
    "spinning,POLICY_STALLED: it did not come back",
    "sleeping,POLICY_STALLED: it did not come back",
    "recursive,POLICY_THREW: it threw java.lang.StackOverflowError"
  })
  void aPlacementThatMisbehavesIsCutOffAndTheDefaultTakesOver(String name, String why)
      throws Exception {
    FakeWorker worker = master.worker("w1");
    placement(name, Map.of());
    submit("work", 3);
    await().until(() -> worker.running().size() == 3);
    await().until(() -> inForce().getPlacement().getProblem().startsWith(why));
    assertThat(inForce().getPlacement().getName()).isEqualTo(name);
    assertThat(events())
        .anySatisfy(text -> assertThat(text).contains(name + ", is cut off").contains(why));
    PoliciesInForce before = inForce();
    restart();
    assertThat(inForce()).isEqualTo(before);
    placement("packing", Map.of());
    assertThat(inForce().getPlacement().getProblem()).isEmpty();
  }

  @Test
  void anOrderThatMisbehavesIsCutOffAndTheDefaultTakesOver() throws IOException {
    FakeWorker worker = master.worker("w1");
    order("angry_order");
    submit("work", 3);
    await().until(() -> worker.running().size() == 3);
    assertThat(inForce().getOrders(0).getProblem()).startsWith("POLICY_THREW");
    order("angry_order");
    submit("more", 1);
    await().until(() -> worker.running().size() == 4);
  }

  @Test
  void optionsAreTheirOwnMatter() {
    assertThat(RunningMaster.codeOf(() -> placement("reserve_gpus", Map.of("keep", "many"))))
        .isEqualTo("POLICY_OPTION_INVALID");
    assertThat(RunningMaster.codeOf(() -> placement("reserve_gpus", Map.of("kepe", "1"))))
        .isEqualTo("POLICY_OPTION_UNKNOWN");
    assertThat(RunningMaster.codeOf(() -> placement("reserve_gpu", Map.of())))
        .isEqualTo("PLACEMENT_POLICY_UNKNOWN");
  }

  private List<String> events() throws IOException {
    Watcher watcher =
        Watcher.watch(
            master.asAdmin(),
            WatchEventsRequest.newBuilder()
                .setUntilNow(true)
                .addTypes(EventType.EVENT_POLICY_CUT_OFF)
                .build());
    await().until(watcher::isCompleted);
    return watcher.texts();
  }
}
