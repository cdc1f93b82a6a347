package io.github.packtrain.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.github.packtrain.core.Event;
import io.github.packtrain.journal.JournalException.TooNew;
import io.github.packtrain.journal.v1.EventProto;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.Dependency.When;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.RetryPolicy;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.search.StudyEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever can happen comes back from the journal as it was. */
class EventCodecTest {
  private static final int ROUNDS = 60;

  @TempDir Path temp;

  static List<Class<?>> factTypes() {
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> type : AnyRecord.leaves(Event.class)) {
      if (Fact.class.isAssignableFrom(type)) {
        types.add(type);
      }
    }
    types.addAll(AnyRecord.leaves(StudyEvent.class));
    return types;
  }

  @ParameterizedTest
  @MethodSource("factTypes")
  void everyFactComesBackAsItWas(Class<?> type) throws IOException {
    long seed = type.getName().hashCode();
    AnyRecord any = any(new Random(seed));
    for (int i = 0; i < ROUNDS; i++) {
      Fact fact = (Fact) any.of(type);
      byte[] bytes = EventCodec.encode(List.of(fact, fact));
      assertThat(EventCodec.decode(bytes))
          .as("round %d of seed %d", i, seed)
          .containsExactly(fact, fact);
      assertThat(EventCodec.encode(EventCodec.decode(bytes))).isEqualTo(bytes);
    }
  }

  @Test
  void everyEntryOfTheSchemaIsAFact() {
    assertThat(EventProto.Entry.getDescriptor().getFields()).hasSameSizeAs(factTypes());
  }

  @Test
  void whatANewerReleaseWroteIsRefused() {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                999,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("new"))
                    .build())
            .build();
    EventProto.Entry newEvent = EventProto.Entry.newBuilder().setUnknownFields(unknown).build();
    byte[] payload = EventProto.Batch.newBuilder().addEntries(newEvent).build().toByteArray();
    assertThatThrownBy(() -> EventCodec.decode(payload))
        .isInstanceOf(TooNew.class)
        .hasMessageContaining("JOURNAL_TOO_NEW");

    byte[] newFormat = EventProto.Batch.newBuilder().setFormat(2).build().toByteArray();
    assertThatThrownBy(() -> EventCodec.decode(newFormat)).isInstanceOf(TooNew.class);

    byte[] newState =
        EventProto.Batch.newBuilder()
            .addEntries(
                EventProto.Entry.newBuilder()
                    .setJobEnded(EventProto.JobEnded.newBuilder().setJob(1).setStateValue(77)))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> EventCodec.decode(newState)).isInstanceOf(TooNew.class);
  }

  @Test
  void theWholeLifeOfANoOpTaskIsSmall() {
    int tasks = 1000;
    List<String> params = new ArrayList<>();
    List<Fact> facts = new ArrayList<>();
    long at = 1_760_000_000_000L;
    for (int i = 0; i < tasks; i++) {
      params.add("{\"learning_rate\":0.001" + i + ",\"layers\":" + i % 7 + "}");
      AttemptId attempt = AttemptId.of(900_000, i + 100_000, 1);
      facts.add(new Event.AttemptPlaced(attempt, new WorkerId(5000), List.of(), null, at + i));
      facts.add(new Event.AttemptStarted(attempt, at + i));
      facts.add(
          new Event.AttemptEnded(
              attempt,
              AttemptResult.succeeded(Map.of("accuracy", 0.97), 1234),
              new Event.Next.End(TaskState.COMPLETED),
              at + i));
    }
    facts.add(new Event.TasksAdded(new JobId(900_000), params));
    assertThat(EventCodec.encode(facts).length / tasks).isLessThan(170);
  }

  @Test
  void aSnapshotIsTheSameFactsInChunks() throws IOException {
    Random random = new Random(99);
    AnyRecord any = any(random);
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      facts.add((Fact) any.of(factTypes().get(random.nextInt(factTypes().size()))));
    }
    // One fact much larger than a chunk, and a boundary in the middle of others.
    facts.add(new Event.TasksAdded(new JobId(1), Collections.nCopies(40_000, "y".repeat(100))));
    facts.addAll(facts.subList(0, 200));
    try (DataDirectory directory = DataDirectory.open(temp)) {
      try (Journal journal = Journal.open(directory)) {
        long epoch = journal.log().openEpoch(0);
        journal.log().append(epoch, facts.size(), EventCodec.encode(facts), 0);
        journal.writeSnapshot(2, facts, 0);
        journal.log().append(epoch, 1, EventCodec.encode(facts.subList(0, 1)), 0);
      }
      try (Journal journal = Journal.open(directory)) {
        assertThat(journal.start().orElseThrow().chunks()).isGreaterThan(3);
        List<Fact> replayed = new ArrayList<>();
        journal.replay(replayed::add);
        assertThat(replayed.subList(0, facts.size())).isEqualTo(facts);
        assertThat(replayed.subList(facts.size(), replayed.size()))
            .containsExactly(facts.getFirst());
      }
    }
  }

  private static AnyRecord any(Random random) {
    AnyRecord any = new AnyRecord(random);
    return any.with(JobId.class, () -> new JobId(1 + random.nextLong(1L << 40)))
        .with(WorkerId.class, () -> new WorkerId(1 + random.nextInt(100_000)))
        .with(
            TaskId.class,
            () -> new TaskId(new JobId(1 + random.nextInt(9)), random.nextInt(1 << 30)))
        .with(
            Dependency.class,
            () ->
                new Dependency(
                    random.nextBoolean() ? When.ENDED : When.SUCCEEDED,
                    new JobId(1 + random.nextInt(9)),
                    random.nextInt(1 << 30) - 1))
        .with(AttemptId.class, () -> AttemptId.of(7, random.nextInt(100), 1 + random.nextInt(30)))
        .with(
            DeviceShare.class,
            () -> new DeviceShare(random.nextInt(8), 1 + random.nextInt(1000), 80L << 30))
        .with(
            Device.class,
            () ->
                new Device(
                    "GPU-" + random.nextInt(),
                    random.nextInt(9),
                    (Vendor) any.of(Vendor.class),
                    "A100",
                    random.nextLong(1L << 40),
                    80,
                    random.nextInt(3) - 1,
                    (String) any.of(String.class),
                    random.nextBoolean(),
                    (String) any.of(String.class)))
        .with(
            Resources.class,
            () ->
                new Resources(
                    random.nextInt(9000), random.nextLong(1L << 40), random.nextLong(1L << 40)))
        .with(GpuRequest.class, () -> gpuRequest(any, random))
        .with(
            RetryPolicy.class,
            () -> new RetryPolicy(1 + random.nextInt(5), 10, 1000, random.nextInt(9)))
        .with(
            TaskBody.Command.class,
            () ->
                new TaskBody.Command(
                    List.of("python3", "-c", ""), Map.of("A", "1", "B", ""), "/tmp"))
        .with(
            WorkerSpec.class,
            () -> {
              Resources all = (Resources) any.of(Resources.class);
              Device device = (Device) any.of(Device.class);
              Map<String, String> labels = Map.of("zone", "a");
              return new WorkerSpec(
                  "w", all, all, List.of(device, device), labels, 5, "0.1", List.of("x"));
            });
  }

  private static GpuRequest gpuRequest(AnyRecord any, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> GpuRequest.NONE;
      case 1 -> GpuRequest.share(1 + random.nextInt(999), random.nextLong(1L << 40));
      default ->
          new GpuRequest(
              1 + random.nextInt(16),
              GpuRequest.WHOLE,
              1L << 34,
              List.of((Vendor) any.of(Vendor.class)),
              List.of("A100-80GB", "H100"),
              80);
    };
  }

  @Test
  void whatNoReleaseWritesIsDamageOfTheBatch() {
    byte[] jobZeroEnded =
        EventProto.Batch.newBuilder()
            .addEntries(
                EventProto.Entry.newBuilder()
                    .setJobEnded(
                        EventProto.JobEnded.newBuilder()
                            .setState(EventProto.JobState.JOB_STATE_COMPLETED)))
            .build()
            .toByteArray();

    assertThatThrownBy(() -> EventCodec.decode(new Batch(7, 1, 1, 1, 0, 0, 0, jobZeroEnded)))
        .isInstanceOf(JournalException.Damaged.class)
        .hasMessageContaining("batch 7");
  }
}
