package io.github.packtrain.master.api;

import io.github.packtrain.master.shell.Shell;
import io.grpc.BindableService;
import java.util.List;

/** All services of a master. */
public final class Services {
  private Services() {}

  public static List<BindableService> of(Shell shell, ServerStatus server) {
    Backend backend = new Backend(shell);
    ReasonLog reasons = new ReasonLog();
    shell.repeat(
        () ->
            backend
                .readMore(view -> view.presence().lastPlan())
                .thenAcceptAsync(
                    plan -> reasons.look(plan, System.currentTimeMillis()), Backend.VIRTUAL),
        1);
    return List.of(
        new WorkloadApi(backend, server),
        new SchedulerApi(backend, server, reasons),
        new PolicyApi(backend),
        new StudyApi(backend),
        new WorkerApi(backend),
        new EventApi(backend),
        new GatewayApi(shell.workers()));
  }
}
