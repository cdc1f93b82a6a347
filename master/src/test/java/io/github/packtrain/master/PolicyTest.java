package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.protocol.v1.EventType;
import io.github.packtrain.protocol.v1.GetPoliciesRequest;
import io.github.packtrain.protocol.v1.GetShadowRequest;
import io.github.packtrain.protocol.v1.ListPoliciesRequest;
import io.github.packtrain.protocol.v1.PoliciesInForce;
import io.github.packtrain.protocol.v1.PolicyServiceGrpc;
import io.github.packtrain.protocol.v1.PolicySetting;
import io.github.packtrain.protocol.v1.SetOrderRequest;
import io.github.packtrain.protocol.v1.SetPlacementRequest;
import io.github.packtrain.protocol.v1.Shadow;
import io.github.packtrain.protocol.v1.StartShadowRequest;
import io.github.packtrain.protocol.v1.StopShadowRequest;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.WatchEventsRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Policies are listed, shown and set on a running master, and outlive it. */
final class PolicyTest extends RunningMaster {
  private PoliciesInForce inForce() throws IOException {
    return master.policies().getPolicies(GetPoliciesRequest.getDefaultInstance());
  }

  private PolicySetting order(String queue, String order) throws IOException {
    return master
        .policies()
        .setOrder(SetOrderRequest.newBuilder().setQueue(queue).setOrder(order).build());
  }

  private PolicySetting placement(String name) throws IOException {
    return master
        .policies()
        .setPlacement(SetPlacementRequest.newBuilder().setPlacement(name).build());
  }

  @Test
  void allAreListedWithGoalsAndOptions() throws IOException {
    var all =
        master.policies().listPolicies(ListPoliciesRequest.getDefaultInstance()).getPoliciesList();
    assertThat(all).extracting(policy -> policy.getName()).contains("las", "packing", "score");
    assertThat(all).allSatisfy(policy -> assertThat(policy.getGoal()).isNotEmpty());
  }

  @Test
  void anOrderThatIsSetHoldsFromTheNextPlanOn() throws IOException {
    assertThat(order("default", "fifo").getName()).isEqualTo("fifo");
    submit(0);
    submit(100);
    FakeWorker worker = master.worker("w1");
    await().until(() -> worker.running().size() == 4);
    assertThat(worker.running()).allSatisfy(ref -> assertThat(ref.getJob()).isEqualTo(1));
  }

  private void submit(int priority) throws IOException {
    master
        .jobs()
        .submitJob(
            SubmitJobRequest.newBuilder()
                .setSpec(noop("p" + priority).toBuilder().setPriority(priority))
                .setCount(4)
                .build());
  }

  @Test
  void whatIsSetIsShownAndOutlivesTheMaster() throws Exception {
    assertThat(inForce().getPlacement().getName()).isEqualTo("best_fit");
    assertThat(inForce().getPlacement().hasSince()).isFalse();
    order("night", "las");
    placement("packing");
    PoliciesInForce before = inForce();
    restart();
    assertThat(inForce()).isEqualTo(before);
    PolicySetting placement = inForce().getPlacement();
    assertThat(placement.getName()).isEqualTo("packing");
    assertThat(placement.getUsual()).isEqualTo("best_fit");
    assertThat(placement.getBy()).isNotEmpty();
    assertThat(placement.getSince().getSeconds()).isPositive();
    assertThat(inForce().getOrdersList())
        .singleElement()
        .satisfies(
            order -> {
              assertThat(order.getQueue()).isEqualTo("night");
              assertThat(order.getName()).isEqualTo("las");
              assertThat(order.getSince().getSeconds()).isPositive();
            });
    assertThat(placement("").getName()).isEqualTo("best_fit");
    restart();
    assertThat(inForce().getPlacement().hasSince()).isFalse();
  }

  @Test
  void aQueueThatIsAskedForIsThereEvenWhenNobodySetIt() throws IOException {
    PoliciesInForce one =
        master.policies().getPolicies(GetPoliciesRequest.newBuilder().setQueue("x").build());
    assertThat(one.hasPlacement()).isFalse();
    assertThat(one.getOrders(0).getName()).isEqualTo("priority");
  }

  @Test
  void thePlacementChangesWhereTasksGo() throws IOException {
    FakeWorker first = master.worker("w1");
    FakeWorker second = master.worker("w2");
    placement("worst_fit");
    submit("spread", 2);
    await().until(() -> first.running().size() == 1 && second.running().size() == 1);
    placement("best_fit");
    submit("packed", 3);
    await().until(() -> first.running().size() + second.running().size() == 5);
    assertThat(Math.max(first.running().size(), second.running().size())).isEqualTo(4);
  }

  @Test
  void mistakesAndThoseWhoMayNotAreRefused() throws IOException {
    assertThat(codeOf(() -> order("default", "fifoo"))).isEqualTo("ORDER_UNKNOWN");
    assertThat(codeOf(() -> order("Not A Queue", "fifo"))).isEqualTo("QUEUE_NAME");
    assertThat(codeOf(() -> placement("bestfit2"))).isEqualTo("PLACEMENT_POLICY_UNKNOWN");
    assertThat(
            codeOf(
                () ->
                    PolicyServiceGrpc.newBlockingStub(master.asWorker())
                        .setPlacement(SetPlacementRequest.getDefaultInstance())))
        .isEqualTo("ROLE_TOO_LOW");
  }

  @Test
  void aShadowSaysWhereItWouldHaveDecidedOtherwiseAndHasNoEffect() throws IOException {
    assertThat(codeOf(() -> shadow(""))).isEqualTo("SHADOW_NONE");
    assertThat(codeOf(() -> shadow("worstfit"))).isEqualTo("PLACEMENT_POLICY_UNKNOWN");
    FakeWorker first = master.worker("w1");
    FakeWorker second = master.worker("w2");
    submit("one", 1);
    await().until(() -> first.running().size() + second.running().size() == 1);
    assertThat(shadow("worst_fit").getRunning()).isTrue();
    submit("packed", 2);
    await().until(() -> first.running().size() + second.running().size() == 3);
    assertThat(Math.max(first.running().size(), second.running().size())).isEqualTo(3);
    await().until(() -> shadow("").getDecisions() == 2);
    Shadow found = master.policies().stopShadow(StopShadowRequest.getDefaultInstance());
    assertThat(found.getRunning()).isFalse();
    assertThat(found.getOtherwise()).isEqualTo(found.getOtherWorker()).isPositive();
    assertThat(found.getExamplesList())
        .isNotEmpty()
        .allSatisfy(
            example -> {
              assertThat(example.getJob()).isEqualTo("J2");
              assertThat(example.getLiveWorker()).isNotEqualTo(example.getShadowWorker());
              assertThat(example.getWhy()).isNotEmpty();
            });
    submit("after", 1);
    await().until(() -> first.running().size() + second.running().size() == 4);
    assertThat(shadow("").getDecisions()).isEqualTo(2);
  }

  /** Starts one, or says what the last one found. */
  private Shadow shadow(String name) throws IOException {
    return name.isEmpty()
        ? master.policies().getShadow(GetShadowRequest.getDefaultInstance())
        : master.policies().startShadow(StartShadowRequest.newBuilder().setPlacement(name).build());
  }

  @Test
  void watchersHearOfIt() throws IOException {
    order("default", "sjf");
    placement("packing");
    Watcher watcher =
        Watcher.watch(master.asAdmin(), WatchEventsRequest.newBuilder().setUntilNow(true).build());
    await().until(watcher::isCompleted);
    assertThat(watcher.events())
        .filteredOn(
            event ->
                event.getType() == EventType.EVENT_ORDER_SET
                    || event.getType() == EventType.EVENT_PLACEMENT_SET)
        .extracting(event -> event.getText().replaceFirst("^\\S+ ", ""))
        .containsExactly("set the order of queue 'default' to sjf", "set the placement to packing");
  }
}
