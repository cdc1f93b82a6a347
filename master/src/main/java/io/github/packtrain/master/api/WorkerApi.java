package io.github.packtrain.master.api;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.WorkerView;
import io.github.packtrain.master.call.Caller;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.protocol.v1.DrainWorkerRequest;
import io.github.packtrain.protocol.v1.ForgetWorkerRequest;
import io.github.packtrain.protocol.v1.ForgetWorkerResponse;
import io.github.packtrain.protocol.v1.GetWorkerRequest;
import io.github.packtrain.protocol.v1.ListWorkersRequest;
import io.github.packtrain.protocol.v1.ListWorkersResponse;
import io.github.packtrain.protocol.v1.ResumeWorkerRequest;
import io.github.packtrain.protocol.v1.Worker;
import io.github.packtrain.protocol.v1.WorkerServiceGrpc.WorkerServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The workers as people see them. */
final class WorkerApi extends WorkerServiceImplBase {
  private static final String WORKERS = "workers";
  private final Backend backend;

  WorkerApi(Backend backend) {
    this.backend = backend;
  }

  @Override
  public void listWorkers(ListWorkersRequest request, StreamObserver<ListWorkersResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          int size = Pages.size(request.getPageSize());
          long after = Pages.number(WORKERS, request.getPageToken(), 0);
          return backend.read((view, _) -> page(view, after, size));
        });
  }

  private static ListWorkersResponse page(View view, long after, int size) {
    List<WorkerView> workers =
        view.world().core().workers().stream()
            .filter(worker -> worker.id().value() > after)
            .limit(size + 1L)
            .toList();
    ListWorkersResponse.Builder page = ListWorkersResponse.newBuilder();
    workers.stream().limit(size).forEach(worker -> page.addWorkers(WorkerViews.of(worker, view)));
    if (workers.size() > size) {
      int last = workers.get(size - 1).id().value();
      page.setNextPageToken(Pages.token(WORKERS, Integer.toString(last)));
    }
    return page.build();
  }

  @Override
  public void getWorker(GetWorkerRequest request, StreamObserver<Worker> answer) {
    Unary.answer(
        answer,
        () ->
            backend.read(
                (view, _) -> WorkerViews.of(Names.worker(view, request.getWorker()), view)));
  }

  @Override
  public void drainWorker(DrainWorkerRequest request, StreamObserver<Worker> answer) {
    Principal caller = Caller.current();
    change(
        request.getWorker(),
        id -> new Command.DrainWorker(caller, id, true, request.getEvict(), request.getReason()),
        answer);
  }

  @Override
  public void resumeWorker(ResumeWorkerRequest request, StreamObserver<Worker> answer) {
    Principal caller = Caller.current();
    change(
        request.getWorker(), id -> new Command.DrainWorker(caller, id, false, false, ""), answer);
  }

  @Override
  public void forgetWorker(
      ForgetWorkerRequest request, StreamObserver<ForgetWorkerResponse> answer) {
    Principal caller = Caller.current();
    Unary.answer(
        answer,
        () ->
            execute(request.getWorker(), id -> new Command.ForgetWorker(caller, id))
                .thenApply(_ -> ForgetWorkerResponse.getDefaultInstance()));
  }

  private void change(
      String worker, Function<WorkerId, Command> command, StreamObserver<Worker> answer) {
    Unary.answer(
        answer,
        () ->
            execute(worker, command)
                .thenCompose(
                    id ->
                        backend.readMore(
                            view -> WorkerViews.of(Names.worker(view, id.toString()), view))));
  }

  private CompletableFuture<WorkerId> execute(String worker, Function<WorkerId, Command> command) {
    return backend
        .read((view, _) -> Names.worker(view, worker).id())
        .thenCompose(id -> backend.execute(command.apply(id), 0).thenApply(_ -> id));
  }
}
