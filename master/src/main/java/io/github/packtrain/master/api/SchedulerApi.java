package io.github.packtrain.master.api;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.journal.JournalException;
import io.github.packtrain.master.call.Caller;
import io.github.packtrain.master.shell.Load;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.protocol.v1.AddReservationRequest;
import io.github.packtrain.protocol.v1.BackupRequest;
import io.github.packtrain.protocol.v1.BackupResponse;
import io.github.packtrain.protocol.v1.ExplainJobRequest;
import io.github.packtrain.protocol.v1.ExplainWorkerRequest;
import io.github.packtrain.protocol.v1.Explanation;
import io.github.packtrain.protocol.v1.GetStatisticsRequest;
import io.github.packtrain.protocol.v1.GetStatusRequest;
import io.github.packtrain.protocol.v1.ListReservationsRequest;
import io.github.packtrain.protocol.v1.ListReservationsResponse;
import io.github.packtrain.protocol.v1.RemoveReservationRequest;
import io.github.packtrain.protocol.v1.RemoveReservationResponse;
import io.github.packtrain.protocol.v1.Reservation;
import io.github.packtrain.protocol.v1.SchedulerServiceGrpc.SchedulerServiceImplBase;
import io.github.packtrain.protocol.v1.Statistics;
import io.github.packtrain.protocol.v1.Status;
import io.github.packtrain.protocol.v1.WorkerExplanation;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Why things are as they are, and the state of the whole. */
final class SchedulerApi extends SchedulerServiceImplBase {
  private final Backend backend;
  private final ServerStatus server;
  private final ReasonLog reasons;

  SchedulerApi(Backend backend, ServerStatus server, ReasonLog reasons) {
    this.backend = backend;
    this.server = server;
    this.reasons = reasons;
  }

  @Override
  public void explainJob(ExplainJobRequest request, StreamObserver<Explanation> answer) {
    Unary.answer(answer, () -> new Explanations(backend, reasons).find(request));
  }

  @Override
  public void explainWorker(
      ExplainWorkerRequest request, StreamObserver<WorkerExplanation> answer) {
    Unary.answer(
        answer, () -> backend.read((view, _) -> Explanations.ofWorker(view, request.getWorker())));
  }

  @Override
  public void addReservation(AddReservationRequest request, StreamObserver<Reservation> answer) {
    Principal caller = Caller.current();
    Unary.answer(
        answer,
        () -> {
          var wanted =
              ReservationViews.toModel(request.getReservation(), System.currentTimeMillis());
          int gpus = request.getReservation().getGpus();
          return backend
              .execute(
                  new Command.AddReservation(caller, wanted, gpus), request.getSerializedSize())
              .thenApply(reply -> ReservationViews.of(((Reply.Reserved) reply).reservation()));
        });
  }

  @Override
  public void listReservations(
      ListReservationsRequest request, StreamObserver<ListReservationsResponse> answer) {
    Unary.answer(
        answer,
        () ->
            backend.read(
                (view, _) -> {
                  var all = ListReservationsResponse.newBuilder();
                  view.world()
                      .core()
                      .reservations()
                      .forEach(kept -> all.addReservations(ReservationViews.of(kept)));
                  return all.build();
                }));
  }

  @Override
  public void removeReservation(
      RemoveReservationRequest request, StreamObserver<RemoveReservationResponse> answer) {
    Principal caller = Caller.current();
    Unary.answer(
        answer,
        () ->
            backend
                .execute(new Command.RemoveReservation(caller, request.getName()), 0)
                .thenApply(_ -> RemoveReservationResponse.getDefaultInstance()));
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<Status> answer) {
    Unary.answer(answer, () -> backend.read((view, _) -> status(view)));
  }

  @Override
  public void getStatistics(GetStatisticsRequest request, StreamObserver<Statistics> answer) {
    Unary.answer(
        answer,
        () ->
            backend.read(
                (view, _) ->
                    StatisticsViews.of(
                            view.world().core(),
                            backend.shell().planning(),
                            request.getMaxWorkers(),
                            System.currentTimeMillis())
                        .toBuilder()
                        .setSteals(view.presence().steals())
                        .build()));
  }

  private Status status(View view) {
    Load load = backend.shell().load();
    Status.Builder status =
        Status.newBuilder()
            .setVersion(server.version())
            .setEpoch(backend.shell().epoch())
            .setJournalPosition(load.journalPosition())
            .setReplicaLag(Math.max(0, load.journalPosition() - view.journalPosition()))
            .setStartedAt(Times.of(server.startedAtMillis()))
            .setDataDir(server.dataDir().toString())
            .setGrpcPort(server.grpcPort().getAsInt());
    backend.shell().condition().findDegraded().ifPresent(status::setDegraded);
    Totals totals = Totals.of(view);
    return status
        .setWorkersOnline(totals.workersOnline())
        .setWorkersLost(totals.workersLost())
        .setDevices(totals.devices())
        .setJobsActive(totals.jobsActive())
        .setTasksWaiting(totals.tasksWaiting())
        .setTasksActive(totals.tasksActive())
        .build();
  }

  @Override
  public void backup(BackupRequest request, StreamObserver<BackupResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          Path target = target(request.getDirectory());
          CompletableFuture<BackupResponse> done = new CompletableFuture<>();
          Thread.ofVirtual().name("backup").start(() -> backup(target, done));
          return done;
        });
  }

  private void backup(Path target, CompletableFuture<BackupResponse> done) {
    try {
      backend.shell().backup(target);
      done.complete(
          BackupResponse.newBuilder()
              .setDirectory(target.toString())
              .setJournalPosition(backend.shell().load().journalPosition())
              .setBytes(size(target))
              .build());
    } catch (JournalException e) {
      done.completeExceptionally(
          Unary.rejected(
              new Rejection(
                  Rejection.Kind.FAILED_PRECONDITION, e.code(), e.what(), e.why(), e.hint())));
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private static Path target(String directory) {
    try {
      Path target = Path.of(directory);
      if (target.isAbsolute()) {
        return target.normalize();
      }
    } catch (InvalidPathException _) {
      // Said below.
    }
    throw Unary.rejected(
        Rejection.invalid(
            "BACKUP_DIRECTORY",
            "'" + Names.shown(directory) + "' is not a directory to back up to",
            "give an absolute path on the master's machine, empty or not there yet"));
  }

  private static long size(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      long bytes = 0;
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(file);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
