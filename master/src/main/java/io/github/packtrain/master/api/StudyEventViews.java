package io.github.packtrain.master.api;

import io.github.packtrain.protocol.v1.Event;
import io.github.packtrain.protocol.v1.EventType;
import io.github.packtrain.search.StudyEvent;

/** Facts of studies as events on the wire. */
final class StudyEventViews {
  private StudyEventViews() {}

  static Event.Builder of(StudyEvent fact) {
    String study = "study '" + Names.shown(fact.study()) + "'";
    return switch (fact) {
      case StudyEvent.StudyCreated it ->
          study(EventType.EVENT_STUDY_CREATED, it).setText(study + " was created");
      case StudyEvent.StudyPaused it ->
          study(EventType.EVENT_STUDY_PAUSED, it).setText(study + " was paused");
      case StudyEvent.StudyResumed it ->
          study(EventType.EVENT_STUDY_RESUMED, it).setText(study + " goes on");
      case StudyEvent.StudyEnded it ->
          study(EventType.EVENT_STUDY_ENDED, it)
              .setText(
                  study
                      + " ended: "
                      + EventTexts.words(it.reason())
                      + EventTexts.because(it.detail()));
      case StudyEvent.TrialSuggested it ->
          trial(EventType.EVENT_TRIAL_SUGGESTED, it, it.trial())
              .setText(
                  "trial "
                      + it.trial()
                      + " of "
                      + study
                      + " was suggested: "
                      + EventTexts.shown(it.candidate().json()));
      case StudyEvent.TrialImported it ->
          trial(EventType.EVENT_TRIAL_IMPORTED, it, it.trial())
              .putAllMetrics(it.metrics())
              .setText("trial " + it.trial() + " of " + study + " came from elsewhere");
      case StudyEvent.TrialMeasured it ->
          trial(EventType.EVENT_TRIAL_MEASURED, it, it.trial())
              .putAllMetrics(it.metrics())
              .setText(
                  "trial "
                      + it.trial()
                      + " of "
                      + study
                      + " reported step "
                      + it.step()
                      + EventTexts.metrics(it.metrics()));
      case StudyEvent.TrialEnded it -> ended(it, study);
    };
  }

  private static Event.Builder ended(StudyEvent.TrialEnded it, String study) {
    return trial(EventType.EVENT_TRIAL_ENDED, it, it.trial())
        .putAllMetrics(it.metrics())
        .setText(
            "trial "
                + it.trial()
                + " of "
                + study
                + " ended, "
                + EventTexts.words(it.outcome())
                + (it.reason().isEmpty()
                    ? EventTexts.metrics(it.metrics())
                    : EventTexts.because(it.reason())));
  }

  private static Event.Builder study(EventType type, StudyEvent fact) {
    return Event.newBuilder().setType(type).setStudy(fact.study()).setAt(Times.of(fact.atMillis()));
  }

  private static Event.Builder trial(EventType type, StudyEvent fact, int trial) {
    return study(type, fact).setTrial(trial);
  }
}
