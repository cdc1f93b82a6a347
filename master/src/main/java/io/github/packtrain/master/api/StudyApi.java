package io.github.packtrain.master.api;

import io.github.packtrain.core.JobView;
import io.github.packtrain.master.call.Caller;
import io.github.packtrain.master.shell.View;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.protocol.v1.BestTrialsRequest;
import io.github.packtrain.protocol.v1.BestTrialsResponse;
import io.github.packtrain.protocol.v1.CreateStudyRequest;
import io.github.packtrain.protocol.v1.GetStudyRequest;
import io.github.packtrain.protocol.v1.ListStudiesRequest;
import io.github.packtrain.protocol.v1.ListStudiesResponse;
import io.github.packtrain.protocol.v1.ListTrialsRequest;
import io.github.packtrain.protocol.v1.ListTrialsResponse;
import io.github.packtrain.protocol.v1.PauseStudyRequest;
import io.github.packtrain.protocol.v1.ResumeStudyRequest;
import io.github.packtrain.protocol.v1.StopStudyRequest;
import io.github.packtrain.protocol.v1.StudyServiceGrpc.StudyServiceImplBase;
import io.github.packtrain.search.Study;
import io.github.packtrain.search.StudyCommand;
import io.github.packtrain.search.StudySpec;
import io.github.packtrain.session.loop.Request;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.wire.StudyWire;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Searches. */
final class StudyApi extends StudyServiceImplBase {
  private static final int BEST_DEFAULT = 10;
  private static final String STUDIES = "studies";
  private final Backend backend;

  StudyApi(Backend backend) {
    this.backend = backend;
  }

  @Override
  public void createStudy(
      CreateStudyRequest request, StreamObserver<io.github.packtrain.protocol.v1.Study> answer) {
    Unary.answer(
        answer,
        () -> {
          StudySpec spec = StudyWire.toModel(request.getSpec());
          JobSpec trial = JobWire.toModel(request.getTrial());
          Request create = new Request.CreateStudy(Caller.current(), spec, trial);
          return backend
              .study(create, request.getSerializedSize())
              .thenCompose(
                  accepted ->
                      backend.readMore(
                          view ->
                              StudyViews.of(
                                  Names.study(view, accepted.study()), view, accepted.fresh())));
        });
  }

  @Override
  public void getStudy(
      GetStudyRequest request, StreamObserver<io.github.packtrain.protocol.v1.Study> answer) {
    Unary.answer(
        answer,
        () ->
            backend.read(
                (view, _) -> StudyViews.of(Names.study(view, request.getStudy()), view, false)));
  }

  @Override
  public void listStudies(ListStudiesRequest request, StreamObserver<ListStudiesResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          int size = Pages.size(request.getPageSize());
          String after = Pages.from(STUDIES, request.getPageToken(), "");
          return backend.read((view, _) -> page(view, after, size));
        });
  }

  private static ListStudiesResponse page(View view, String after, int size) {
    List<Study> studies =
        view.world().studies().stream()
            .filter(study -> study.spec().name().compareTo(after) > 0)
            .limit(size + 1L)
            .toList();
    ListStudiesResponse.Builder page = ListStudiesResponse.newBuilder();
    studies.stream()
        .limit(size)
        .forEach(study -> page.addStudies(StudyViews.of(study, view, false)));
    if (studies.size() > size) {
      page.setNextPageToken(Pages.token(STUDIES, studies.get(size - 1).spec().name()));
    }
    return page.build();
  }

  @Override
  public void listTrials(ListTrialsRequest request, StreamObserver<ListTrialsResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          int size = Pages.size(request.getPageSize());
          String list = "trials of " + request.getStudy();
          int first = (int) Pages.number(list, request.getPageToken(), 1);
          return backend.read(
              (view, _) -> {
                Study study = Names.study(view, request.getStudy());
                ListTrialsResponse.Builder page = ListTrialsResponse.newBuilder();
                int next = first;
                while (next < first + size && study.findTrial(next).isPresent()) {
                  page.addTrials(StudyViews.of(study.findTrial(next).orElseThrow(), study, view));
                  next++;
                }
                if (study.findTrial(next).isPresent()) {
                  page.setNextPageToken(Pages.token(list, Integer.toString(next)));
                }
                return page.build();
              });
        });
  }

  @Override
  public void bestTrials(BestTrialsRequest request, StreamObserver<BestTrialsResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          int limit = request.getLimit() == 0 ? BEST_DEFAULT : Pages.size(request.getLimit());
          return backend.read(
              (view, _) -> {
                Study study = Names.study(view, request.getStudy());
                BestTrialsResponse.Builder best =
                    BestTrialsResponse.newBuilder().setStudy(study.spec().name());
                study.best(limit).forEach(one -> best.addTrials(StudyViews.of(one, study, view)));
                if (best.getTrialsCount() > 0) {
                  best.setBest(best.getTrials(0));
                }
                return best.build();
              });
        });
  }

  @Override
  public void stopStudy(
      StopStudyRequest request, StreamObserver<io.github.packtrain.protocol.v1.Study> answer) {
    String reason =
        request.getReason().isEmpty() ? "by " + Caller.current().name() : request.getReason();
    change(new StudyCommand.StopStudy(request.getStudy(), reason), answer);
  }

  @Override
  public void pauseStudy(
      PauseStudyRequest request, StreamObserver<io.github.packtrain.protocol.v1.Study> answer) {
    change(new StudyCommand.PauseStudy(request.getStudy()), answer);
  }

  @Override
  public void resumeStudy(
      ResumeStudyRequest request, StreamObserver<io.github.packtrain.protocol.v1.Study> answer) {
    change(new StudyCommand.ResumeStudy(request.getStudy()), answer);
  }

  private void change(
      StudyCommand command, StreamObserver<io.github.packtrain.protocol.v1.Study> answer) {
    Unary.answer(
        answer,
        () -> {
          Principal caller = Caller.current();
          return backend
              .read((view, _) -> checkOwner(view, command.study(), caller))
              .thenCompose(_ -> backend.study(new Request.OfStudy(caller, command), 0))
              .thenCompose(accepted -> get(accepted.study()));
        });
  }

  private CompletableFuture<io.github.packtrain.protocol.v1.Study> get(String name) {
    return backend.readMore(view -> StudyViews.of(Names.study(view, name), view, false));
  }

  private static boolean checkOwner(View view, String study, Principal caller) {
    Names.study(view, study);
    Optional<JobView> job = view.world().findJobOf(study).flatMap(view.world().core()::findJob);
    job.ifPresent(one -> Names.mayChange(caller, one.owner(), "study '" + study + "'"));
    return true;
  }
}
