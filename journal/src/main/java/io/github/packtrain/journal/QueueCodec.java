package io.github.packtrain.journal;

import io.github.packtrain.core.Event;
import io.github.packtrain.core.order.Experience;
import io.github.packtrain.journal.v1.EventProto;

/** Between the schema of the journal and what happens to queues and to those taken back to them. */
final class QueueCodec {
  private QueueCodec() {}

  static EventProto.AttemptRequeued write(Event.AttemptRequeued e) {
    return EventProto.AttemptRequeued.newBuilder()
        .setAttempt(JobCodec.write(e.attempt()))
        .setKeptMillis(e.keptMillis())
        .setAtMillis(e.atMillis())
        .build();
  }

  static Event.AttemptRequeued read(EventProto.AttemptRequeued in) {
    return new Event.AttemptRequeued(
        JobCodec.read(in.getAttempt()), in.getKeptMillis(), in.getAtMillis());
  }

  static EventProto.QueueConfigured write(Event.QueueConfigured e) {
    EventProto.QueueConfigured.Builder out =
        EventProto.QueueConfigured.newBuilder()
            .setQueue(e.queue())
            .setOrder(e.order())
            .addAllOptions(SpecCodec.writePairs(e.options()))
            .setFresh(e.fresh())
            .setBy(e.by())
            .setAtMillis(e.atMillis());
    for (Experience.Sample sample : e.samples()) {
      out.addSamples(
          EventProto.QueueConfigured.Sample.newBuilder()
              .setTogetherMilli(sample.togetherMilli())
              .setRanMillis(sample.ranMillis()));
    }
    return out.build();
  }

  static Event.QueueConfigured read(EventProto.QueueConfigured in) {
    return new Event.QueueConfigured(
        in.getQueue(),
        in.getOrder(),
        SpecCodec.readPairs(in.getOptionsList()),
        in.getSamplesList().stream()
            .map(sample -> new Experience.Sample(sample.getTogetherMilli(), sample.getRanMillis()))
            .toList(),
        in.getFresh(),
        in.getBy(),
        in.getAtMillis());
  }

  static EventProto.PlacementConfigured write(Event.PlacementConfigured e) {
    return EventProto.PlacementConfigured.newBuilder()
        .setPlacement(e.placement())
        .addAllOptions(SpecCodec.writePairs(e.options()))
        .setBy(e.by())
        .setAtMillis(e.atMillis())
        .build();
  }

  static Event.PlacementConfigured read(EventProto.PlacementConfigured in) {
    return new Event.PlacementConfigured(
        in.getPlacement(), SpecCodec.readPairs(in.getOptionsList()), in.getBy(), in.getAtMillis());
  }
}
