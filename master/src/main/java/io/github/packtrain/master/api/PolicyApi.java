package io.github.packtrain.master.api;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.policy.PolicyKind;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.master.call.Caller;
import io.github.packtrain.master.policy.UserPolicies;
import io.github.packtrain.master.shadow.ShadowReport;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.Principal;
import io.github.packtrain.protocol.v1.GetPoliciesRequest;
import io.github.packtrain.protocol.v1.GetShadowRequest;
import io.github.packtrain.protocol.v1.ListPoliciesRequest;
import io.github.packtrain.protocol.v1.ListPoliciesResponse;
import io.github.packtrain.protocol.v1.PoliciesInForce;
import io.github.packtrain.protocol.v1.PolicyServiceGrpc.PolicyServiceImplBase;
import io.github.packtrain.protocol.v1.PolicySetting;
import io.github.packtrain.protocol.v1.SetOrderRequest;
import io.github.packtrain.protocol.v1.SetPlacementRequest;
import io.github.packtrain.protocol.v1.Shadow;
import io.github.packtrain.protocol.v1.StartShadowRequest;
import io.github.packtrain.protocol.v1.StopShadowRequest;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Which policies there are, and which are in force. */
final class PolicyApi extends PolicyServiceImplBase {
  private final Backend backend;
  private final UserPolicies own;

  PolicyApi(Backend backend) {
    this.backend = backend;
    this.own = backend.shell().policies();
  }

  @Override
  public void listPolicies(
      ListPoliciesRequest request, StreamObserver<ListPoliciesResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          ListPoliciesResponse.Builder all = ListPoliciesResponse.newBuilder();
          own.policies().all().forEach(policy -> all.addPolicies(PolicyViews.of(policy)));
          all.addAllProblems(own.problems());
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
    orders.forEach(
        (name, set) -> all.addOrders(PolicyViews.order(name, Optional.of(set), own.policies())));
    return all.setPlacement(placement(core)).build();
  }

  private PolicySetting placement(CoreState core) {
    return PolicyViews.placement(
        core.findPlacement(), backend.shell().usualPlacement(), own.policies());
  }

  private PolicySetting order(CoreState core, String queue) {
    return PolicyViews.order(queue, Optional.ofNullable(core.orders().get(queue)), own.policies());
  }

  @Override
  public void setOrder(SetOrderRequest request, StreamObserver<PolicySetting> answer) {
    Principal caller = Caller.current();
    Unary.answer(
        answer,
        () ->
            set(
                PolicyKind.ORDER,
                request.getOrder(),
                request.getOptionsMap(),
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
                PolicyKind.PLACEMENT,
                request.getPlacement(),
                request.getOptionsMap(),
                new Command.ConfigurePlacement(
                    caller, request.getPlacement(), request.getOptionsMap()),
                view -> placement(view.world().core())));
  }

  @Override
  public void startShadow(StartShadowRequest request, StreamObserver<Shadow> answer) {
    Setting setting =
        new Setting(
            request.getPlacement(),
            request.getOptionsMap(),
            Caller.current().name(),
            System.currentTimeMillis());
    Unary.answer(
        answer,
        () ->
            CompletableFuture.supplyAsync(
                () -> {
                  refuse(PolicyKind.PLACEMENT, setting.name(), setting.options());
                  return ShadowViews.of(backend.shell().shadow().start(setting));
                },
                Backend.VIRTUAL));
  }

  @Override
  public void getShadow(GetShadowRequest request, StreamObserver<Shadow> answer) {
    Unary.answer(answer, () -> shadow(backend.shell().shadow().report()));
  }

  @Override
  public void stopShadow(StopShadowRequest request, StreamObserver<Shadow> answer) {
    Unary.answer(answer, () -> shadow(backend.shell().shadow().stop()));
  }

  private static CompletableFuture<Shadow> shadow(Optional<ShadowReport> report) {
    return CompletableFuture.completedFuture(
        report
            .map(ShadowViews::of)
            .orElseThrow(
                () ->
                    Names.notFound(
                        "SHADOW_NONE",
                        "no placement runs as a shadow",
                        "none was started, or it was stopped",
                        "packtrain policy shadow NAME  starts one")));
  }

  /** A user's own is asked about its options before anything is recorded. */
  private CompletableFuture<PolicySetting> set(
      PolicyKind kind,
      String name,
      Map<String, String> options,
      Command command,
      Function<View, PolicySetting> after) {
    return CompletableFuture.runAsync(() -> check(kind, name, options), Backend.VIRTUAL)
        .thenCompose(_ -> backend.execute(command, 0))
        .thenCompose(_ -> backend.readMore(after));
  }

  private void check(PolicyKind kind, String name, Map<String, String> options) {
    if (own.policies().findUsers(kind, name).isPresent()) {
      refuse(kind, name, options);
    }
  }

  /** Fails when something is wrong with the choice. */
  private void refuse(PolicyKind kind, String name, Map<String, String> options) {
    try {
      own.problemOf(kind, name, options)
          .ifPresent(
              problem -> {
                throw Unary.rejected(problem);
              });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a policy was asked", e);
    }
  }
}
