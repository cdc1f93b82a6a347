package io.github.packtrain.master.api;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.policy.Policies;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.master.call.Caller;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.Principal;
import io.github.packtrain.protocol.v1.GetPoliciesRequest;
import io.github.packtrain.protocol.v1.ListPoliciesRequest;
import io.github.packtrain.protocol.v1.ListPoliciesResponse;
import io.github.packtrain.protocol.v1.PoliciesInForce;
import io.github.packtrain.protocol.v1.PolicyServiceGrpc.PolicyServiceImplBase;
import io.github.packtrain.protocol.v1.PolicySetting;
import io.github.packtrain.protocol.v1.SetOrderRequest;
import io.github.packtrain.protocol.v1.SetPlacementRequest;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Which policies there are, and which are in force. */
final class PolicyApi extends PolicyServiceImplBase {
  private final Backend backend;

  PolicyApi(Backend backend) {
    this.backend = backend;
  }

  @Override
  public void listPolicies(
      ListPoliciesRequest request, StreamObserver<ListPoliciesResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          ListPoliciesResponse.Builder all = ListPoliciesResponse.newBuilder();
          Policies.all().forEach(policy -> all.addPolicies(PolicyViews.of(policy)));
          return CompletableFuture.completedFuture(all.build());
        });
  }

  @Override
  public void getPolicies(GetPoliciesRequest request, StreamObserver<PoliciesInForce> answer) {
    Unary.answer(answer, () -> backend.read((view, _) -> inForce(view, request.getQueue())));
  }

  private PoliciesInForce inForce(View view, String queue) {
    CoreState core = view.world().core();
    PoliciesInForce.Builder all = PoliciesInForce.newBuilder();
    if (!queue.isEmpty()) {
      return all.addOrders(order(core, queue)).build();
    }
    SortedMap<String, Setting> orders = core.orders();
    orders.forEach((name, set) -> all.addOrders(PolicyViews.order(name, Optional.of(set))));
    return all.setPlacement(placement(core)).build();
  }

  private PolicySetting placement(CoreState core) {
    return PolicyViews.placement(core.findPlacement(), backend.shell().usualPlacement());
  }

  private static PolicySetting order(CoreState core, String queue) {
    return PolicyViews.order(queue, Optional.ofNullable(core.orders().get(queue)));
  }

  @Override
  public void setOrder(SetOrderRequest request, StreamObserver<PolicySetting> answer) {
    Principal caller = Caller.current();
    Unary.answer(
        answer,
        () ->
            set(
                new Command.ConfigureQueue(
                    caller, request.getQueue(), request.getOrder(), request.getOptionsMap()),
                view -> order(view.world().core(), request.getQueue())));
  }

  @Override
  public void setPlacement(SetPlacementRequest request, StreamObserver<PolicySetting> answer) {
    Principal caller = Caller.current();
    Unary.answer(
        answer,
        () ->
            set(
                new Command.ConfigurePlacement(
                    caller, request.getPlacement(), request.getOptionsMap()),
                view -> placement(view.world().core())));
  }

  private CompletableFuture<PolicySetting> set(
      Command command, Function<View, PolicySetting> after) {
    return backend.execute(command, 0).thenCompose(_ -> backend.readMore(after));
  }
}
