package io.github.packtrain.journal;

import io.github.packtrain.core.Event;
import io.github.packtrain.core.order.Experience;
import io.github.packtrain.journal.v1.EventProto;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Reservation;

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

  static EventProto.ReservationAdded write(Event.ReservationAdded e) {
    EventProto.ReservationAdded.Builder out =
        EventProto.ReservationAdded.newBuilder()
            .setName(e.reservation().name())
            .addAllWorkers(e.reservation().workers())
            .setQueue(e.reservation().holder().queue())
            .addAllUsers(e.reservation().holder().users())
            .setStartMillis(e.reservation().startMillis())
            .setEndMillis(e.reservation().endMillis())
            .setBy(e.by())
            .setAtMillis(e.atMillis());
    for (Reservation.Part part : e.reservation().parts()) {
      out.addPartsBuilder().setWorker(part.worker()).addAllDevices(part.devices());
    }
    return out.build();
  }

  static Event.ReservationAdded read(EventProto.ReservationAdded in) {
    return new Event.ReservationAdded(
        new Reservation(
            in.getName(),
            in.getWorkersList(),
            in.getPartsList().stream()
                .map(part -> new Reservation.Part(part.getWorker(), part.getDevicesList()))
                .toList(),
            new Reservation.Holder(in.getQueue(), in.getUsersList()),
            in.getStartMillis(),
            in.getEndMillis()),
        in.getBy(),
        in.getAtMillis());
  }

  static EventProto.ReservationRemoved write(Event.ReservationRemoved e) {
    return EventProto.ReservationRemoved.newBuilder()
        .setName(e.name())
        .setBy(e.by())
        .setAtMillis(e.atMillis())
        .build();
  }

  static Event.ReservationRemoved read(EventProto.ReservationRemoved in) {
    return new Event.ReservationRemoved(in.getName(), in.getBy(), in.getAtMillis());
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

  static EventProto.JobsRanked write(Event.JobsRanked e) {
    EventProto.JobsRanked.Builder out = EventProto.JobsRanked.newBuilder();
    for (Event.Rank rank : e.ranks()) {
      out.addRanksBuilder().setJob(rank.job().value()).setKey(rank.key());
    }
    return out.build();
  }

  static Event.JobsRanked read(EventProto.JobsRanked in) {
    return new Event.JobsRanked(
        in.getRanksList().stream()
            .map(rank -> new Event.Rank(new JobId(rank.getJob()), rank.getKey()))
            .toList());
  }

  static EventProto.PolicyCutOff write(Event.PolicyCutOff e) {
    return EventProto.PolicyCutOff.newBuilder()
        .setQueue(e.queue())
        .setName(e.name())
        .setWhy(e.why())
        .setAtMillis(e.atMillis())
        .build();
  }

  static Event.PolicyCutOff read(EventProto.PolicyCutOff in) {
    return new Event.PolicyCutOff(in.getQueue(), in.getName(), in.getWhy(), in.getAtMillis());
  }
}
