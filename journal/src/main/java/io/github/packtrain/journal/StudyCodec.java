package io.github.packtrain.journal;

import io.github.packtrain.journal.JournalException.TooNew;
import io.github.packtrain.journal.v1.EventProto.Entry;
import io.github.packtrain.journal.v1.StudyProto;
import io.github.packtrain.search.Candidate;
import io.github.packtrain.search.Origin;
import io.github.packtrain.search.ParameterValue;
import io.github.packtrain.search.StudyEvent;
import io.github.packtrain.search.StudyEvent.StudyCreated;
import io.github.packtrain.search.StudyEvent.StudyEnded;
import io.github.packtrain.search.StudyEvent.StudyPaused;
import io.github.packtrain.search.StudyEvent.StudyResumed;
import io.github.packtrain.search.StudyEvent.TrialEnded;
import io.github.packtrain.search.StudyEvent.TrialImported;
import io.github.packtrain.search.StudyEvent.TrialMeasured;
import io.github.packtrain.search.StudyEvent.TrialSuggested;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Between the events of studies and the schema of the journal. */
final class StudyCodec {
  private static final EnumPair<StudyEvent.TrialOutcome, StudyProto.TrialOutcome> OUTCOME =
      EnumPair.of(StudyEvent.TrialOutcome.class, StudyProto.TrialOutcome.class, "TRIAL_OUTCOME_");
  private static final EnumPair<StudyEvent.EndReason, StudyProto.EndReason> END_REASON =
      EnumPair.of(StudyEvent.EndReason.class, StudyProto.EndReason.class, "END_REASON_");

  private StudyCodec() {}

  static Entry write(StudyEvent event) {
    Entry.Builder entry = Entry.newBuilder();
    switch (event) {
      case StudyCreated e ->
          entry.setStudyCreated(
              StudyProto.StudyCreated.newBuilder()
                  .setSpec(StudySpecCodec.write(e.spec()))
                  .setAtMillis(e.atMillis()));
      case TrialSuggested e ->
          entry.setTrialSuggested(
              StudyProto.TrialSuggested.newBuilder()
                  .setStudy(e.study())
                  .setTrial(e.trial())
                  .setCandidate(write(e.candidate()))
                  .setOrigin(write(e.origin()))
                  .setAtMillis(e.atMillis()));
      case TrialImported e ->
          entry.setTrialImported(
              StudyProto.TrialImported.newBuilder()
                  .setStudy(e.study())
                  .setTrial(e.trial())
                  .setCandidate(write(e.candidate()))
                  .addAllMetrics(SpecCodec.writeMetrics(e.metrics()))
                  .setAtMillis(e.atMillis()));
      case TrialMeasured e ->
          entry.setTrialMeasured(
              StudyProto.TrialMeasured.newBuilder()
                  .setStudy(e.study())
                  .setTrial(e.trial())
                  .setStep(e.step())
                  .addAllMetrics(SpecCodec.writeMetrics(e.metrics()))
                  .setAtMillis(e.atMillis()));
      case TrialEnded e ->
          entry.setTrialEnded(
              StudyProto.TrialEnded.newBuilder()
                  .setStudy(e.study())
                  .setTrial(e.trial())
                  .setOutcome(OUTCOME.write(e.outcome()))
                  .addAllMetrics(SpecCodec.writeMetrics(e.metrics()))
                  .setReason(e.reason())
                  .setAtMillis(e.atMillis()));
      case StudyPaused(String study, long at) ->
          entry.setStudyPaused(StudyProto.StudyPaused.newBuilder().setStudy(study).setAtMillis(at));
      case StudyResumed(String study, long at) ->
          entry.setStudyResumed(
              StudyProto.StudyResumed.newBuilder().setStudy(study).setAtMillis(at));
      case StudyEnded e ->
          entry.setStudyEnded(
              StudyProto.StudyEnded.newBuilder()
                  .setStudy(e.study())
                  .setReason(END_REASON.write(e.reason()))
                  .setDetail(e.detail())
                  .setAtMillis(e.atMillis()));
    }
    return entry.build();
  }

  static StudyCreated read(StudyProto.StudyCreated in) {
    return new StudyCreated(StudySpecCodec.read(in.getSpec()), in.getAtMillis());
  }

  static TrialSuggested read(StudyProto.TrialSuggested in) {
    return new TrialSuggested(
        in.getStudy(),
        in.getTrial(),
        read(in.getCandidate()),
        read(in.getOrigin()),
        in.getAtMillis());
  }

  static TrialImported read(StudyProto.TrialImported in) {
    return new TrialImported(
        in.getStudy(),
        in.getTrial(),
        read(in.getCandidate()),
        SpecCodec.readMetrics(in.getMetricsList()),
        in.getAtMillis());
  }

  static TrialMeasured read(StudyProto.TrialMeasured in) {
    return new TrialMeasured(
        in.getStudy(),
        in.getTrial(),
        in.getStep(),
        SpecCodec.readMetrics(in.getMetricsList()),
        in.getAtMillis());
  }

  static TrialEnded read(StudyProto.TrialEnded in) {
    return new TrialEnded(
        in.getStudy(),
        in.getTrial(),
        OUTCOME.read(in.getOutcome()),
        SpecCodec.readMetrics(in.getMetricsList()),
        in.getReason(),
        in.getAtMillis());
  }

  static StudyPaused read(StudyProto.StudyPaused in) {
    return new StudyPaused(in.getStudy(), in.getAtMillis());
  }

  static StudyResumed read(StudyProto.StudyResumed in) {
    return new StudyResumed(in.getStudy(), in.getAtMillis());
  }

  static StudyEnded read(StudyProto.StudyEnded in) {
    return new StudyEnded(
        in.getStudy(), END_REASON.read(in.getReason()), in.getDetail(), in.getAtMillis());
  }

  // ---- candidates and where they come from

  private static StudyProto.Candidate write(Candidate candidate) {
    return StudyProto.Candidate.newBuilder().addAllValues(writeNamed(candidate.values())).build();
  }

  private static Candidate read(StudyProto.Candidate in) {
    return new Candidate(readNamed(in.getValuesList()));
  }

  private static StudyProto.Origin write(Origin origin) {
    StudyProto.Origin.Builder out = StudyProto.Origin.newBuilder();
    switch (origin) {
      case Origin.Sampled() -> out.setSampled(StudyProto.Origin.Sampled.getDefaultInstance());
      case Origin.Defaults() -> out.setDefaults(StudyProto.Origin.Defaults.getDefaultInstance());
      case Origin.GridPoint() -> out.setGridPoint(StudyProto.Origin.GridPoint.getDefaultInstance());
      case Origin.Imported() -> out.setImported(StudyProto.Origin.Imported.getDefaultInstance());
      case Origin.Mutated(int parent, List<Origin.Change> changes) ->
          out.setMutated(
              StudyProto.Origin.Mutated.newBuilder()
                  .setParent(parent)
                  .addAllChanges(write(changes)));
      case Origin.Crossed(int first, int second, List<Origin.Change> changes) ->
          out.setCrossed(
              StudyProto.Origin.Crossed.newBuilder()
                  .setFirst(first)
                  .setSecond(second)
                  .addAllChanges(write(changes)));
    }
    return out.build();
  }

  private static Origin read(StudyProto.Origin in) {
    return switch (in.getKindCase()) {
      case SAMPLED -> new Origin.Sampled();
      case DEFAULTS -> new Origin.Defaults();
      case GRID_POINT -> new Origin.GridPoint();
      case IMPORTED -> new Origin.Imported();
      case MUTATED ->
          new Origin.Mutated(in.getMutated().getParent(), read(in.getMutated().getChangesList()));
      case CROSSED ->
          new Origin.Crossed(
              in.getCrossed().getFirst(),
              in.getCrossed().getSecond(),
              read(in.getCrossed().getChangesList()));
      case KIND_NOT_SET ->
          throw new TooNew("this release does not know every origin of a candidate");
    };
  }

  private static List<StudyProto.Change> write(List<Origin.Change> changes) {
    return changes.stream()
        .map(
            change ->
                StudyProto.Change.newBuilder()
                    .setParameter(change.parameter())
                    .setFrom(write(change.from()))
                    .setTo(write(change.to()))
                    .build())
        .toList();
  }

  private static List<Origin.Change> read(List<StudyProto.Change> in) {
    return in.stream()
        .map(
            change ->
                new Origin.Change(
                    change.getParameter(), read(change.getFrom()), read(change.getTo())))
        .toList();
  }

  // ---- values

  static StudyProto.Value write(ParameterValue value) {
    StudyProto.Value.Builder out = StudyProto.Value.newBuilder();
    switch (value) {
      case ParameterValue.NumberValue(double number) -> out.setNumber(number);
      case ParameterValue.IntegerValue(long integer) -> out.setInteger(integer);
      case ParameterValue.TextValue(String text) -> out.setText(text);
      case ParameterValue.BoolValue(boolean truth) -> out.setTruth(truth);
    }
    return out.build();
  }

  static ParameterValue read(StudyProto.Value in) {
    return switch (in.getKindCase()) {
      case NUMBER -> ParameterValue.of(in.getNumber());
      case INTEGER -> ParameterValue.of(in.getInteger());
      case TEXT -> ParameterValue.of(in.getText());
      case TRUTH -> ParameterValue.of(in.getTruth());
      case KIND_NOT_SET -> throw new TooNew("this release does not know every kind of value");
    };
  }

  static List<StudyProto.NamedValue> writeNamed(Map<String, ParameterValue> values) {
    List<StudyProto.NamedValue> out = new ArrayList<>(values.size());
    values.forEach(
        (name, value) ->
            out.add(
                StudyProto.NamedValue.newBuilder().setName(name).setValue(write(value)).build()));
    return out;
  }

  static SequencedMap<String, ParameterValue> readNamed(List<StudyProto.NamedValue> in) {
    SequencedMap<String, ParameterValue> values = new LinkedHashMap<>();
    for (StudyProto.NamedValue value : in) {
      values.put(value.getName(), read(value.getValue()));
    }
    return values;
  }
}
