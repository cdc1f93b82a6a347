package io.github.packtrain.worker.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.packtrain.model.Measurement;
import io.github.packtrain.worker.process.PlainFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsReaderTest {
  @TempDir Path directory;
  private Path file;
  private EventsReader reader;

  @BeforeEach
  void open() {
    file = directory.resolve("events.jsonl");
    reader = new EventsReader(file);
  }

  @Test
  void eachKindOfLineIsUnderstood() throws IOException {
    append("{\"metric\":{\"val_acc\":0.91,\"loss\":2},\"step\":3}\n");
    append("{\"note\":\"warm-up done ü\"}\r\n\n");
    append("{\"result\":{\"accuracy\":0.97}}\n");

    assertThat(reader.poll())
        .containsExactly(
            measured(3, Map.of("val_acc", 0.91, "loss", 2.0)),
            new TaskEvent.Note("warm-up done ü"),
            new TaskEvent.Result(Map.of("accuracy", 0.97), Map.of()));
    assertThat(reader.findResult())
        .map(TaskEvent.Result::metrics)
        .hasValue(Map.of("accuracy", 0.97));
    assertThat(reader.brokenCount()).isZero();
  }

  @Test
  void aLineWaitsForItsEnd() throws IOException {
    assertThat(reader.poll()).isEmpty();
    append("{\"metric\":{\"a\":1}");
    assertThat(reader.poll()).isEmpty();
    append("}\n{\"metric\":{\"a\":2}}");
    assertThat(reader.poll()).containsExactly(measured(0, Map.of("a", 1.0)));
    assertThat(reader.finish()).containsExactly(measured(1, Map.of("a", 2.0)));
    assertThat(reader.finish()).isEmpty();
  }

  @Test
  void aStepThatIsNotNamedFollowsTheLast() throws IOException {
    append("{\"metric\":{\"a\":1},\"step\":10}\n{\"metric\":{\"a\":2}}\n");
    assertThat(reader.poll())
        .containsExactly(measured(10, Map.of("a", 1.0)), measured(11, Map.of("a", 2.0)));
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "{\"result\":{\"a\":1}}\n");
    Files.createSymbolicLink(file, secret);
    assertThat(reader.poll()).isEmpty();
    assertThatThrownBy(reader::finish).hasMessageContaining("not a regular file");
    assertThat(reader.findResult()).isEmpty();
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeIsNotWaitedFor() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", file.toString()).start();
    assumeTrue(mkfifo.waitFor() == 0, "needs mkfifo");
    assertThat(PlainFiles.open(file)).isEmpty();
    assertThat(reader.poll()).isEmpty();
    assertThatThrownBy(reader::finish).hasMessageContaining("not a regular file");
  }

  @Test
  void theLastResultCounts() throws IOException {
    append("{\"result\":{\"a\":1}}\n{\"result\":{\"a\":2}}\n");
    assertThat(reader.poll()).hasSize(2);
    assertThat(reader.findResult()).map(TaskEvent.Result::metrics).hasValue(Map.of("a", 2.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          not json                              | it is not JSON
          {"metric":{"a":1}} trailing           | it is not JSON
          [1]                                   | it is not a JSON object: [1]
          {"metrics":{"a":1}}                   | it has none of the keys
          {}                                    | it has none of the keys
          {"metric":0.5}                        | metric is not an object
          {"metric":{}}                         | metric is empty
          {"metric":{"a":"0.5"}}                | a is not a finite number: "0.5"
          {"metric":{"a":null}}                 | a is not a finite number: null
          {"metric":{"a":NaN}}                  | a is not a finite number: NaN
          {"metric":{"a":-Infinity}}            | a is not a finite number
          {"metric":{"a":1e999}}                | a is not a finite number
          {"metric":{"_a":1}}                   | '_a' is no name for a metric
          {"metric":{" ":1}}                    | ' ' is no name for a metric
          {"metric":{"a":1},"step":-1}          | step is not a whole number
          {"metric":{"a":1},"step":1.5}         | step is not a whole number
          {"metric":{"a":1},"step":"1"}         | step is not a whole number
          {"result":0.97}                       | result is not an object
          {"note":1}                            | note is not a text
          """)
  void aBrokenLineIsCountedAndTheRestGoesOn(String line, String reason) throws IOException {
    append("{\"note\":\"before\"}\n" + line + "\n{\"note\":\"after\"}\n");

    assertThat(reader.poll())
        .containsExactly(new TaskEvent.Note("before"), new TaskEvent.Note("after"));
    assertThat(reader.brokenCount()).isEqualTo(1);
    assertThat(reader.broken())
        .singleElement()
        .satisfies(
            broken -> {
              assertThat(broken.number()).isEqualTo(2);
              assertThat(broken.reason()).startsWith(reason);
            });
  }

  @Test
  void onlyTheFirstBrokenLinesAreKept() throws IOException {
    append("oops\n".repeat(1000));
    assertThat(reader.poll()).isEmpty();
    assertThat(reader.brokenCount()).isEqualTo(1000);
    assertThat(reader.broken())
        .hasSize(EventsReader.BROKEN_KEPT)
        .last()
        .asString()
        .startsWith("line 5: it is not JSON: ");
  }

  @Test
  void aLineAtTheLimitIsTakenAndALongerOneIsNot() throws IOException {
    int overhead = "{\"note\":\"\"}".length();
    append("{\"note\":\"" + "x".repeat(EventsReader.LINE_MAX_BYTES - overhead) + "\"}\n");
    append("{\"note\":\"" + "x".repeat(EventsReader.LINE_MAX_BYTES - overhead + 1) + "\"}\n");
    append("x".repeat(5 << 20));

    List<TaskEvent> events = new ArrayList<>(reader.poll());
    events.addAll(reader.finish());

    assertThat(events).hasSize(1);
    assertThat(reader.brokenCount()).isEqualTo(2);
    assertThat(reader.broken()).extracting(BrokenLine::number).containsExactly(2L, 3L);
  }

  @Test
  void bytesThatAreNoTextAreOneBrokenLine() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, '\n'});
    append("{\"note\":\"after\"}\n");
    assertThat(reader.poll()).containsExactly(new TaskEvent.Note("after"));
    assertThat(reader.brokenCount()).isEqualTo(1);
  }

  @Test
  void aFileThatIsWrittenAnewIsReadAnew() throws IOException {
    append("{\"note\":\"the first, which is longer\"}\n");
    assertThat(reader.poll()).hasSize(1);
    Files.writeString(file, "{\"note\":\"second\"}\n");
    assertThat(reader.poll()).containsExactly(new TaskEvent.Note("second"));
  }

  /** However the file grows, byte by byte or at once, the same events come out. */
  @Test
  void howTheFileGrowsMakesNoDifference() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      text.append(
          switch (random.nextInt(4)) {
            case 0 -> "{\"metric\":{\"ä\":" + i + "}}\n";
            case 1 -> "{\"result\":{\"r\":" + i + "}}\n";
            case 2 -> "broken " + i + "\n";
            default -> "\n";
          });
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    List<TaskEvent> events = new ArrayList<>();
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(200));
      append(Arrays.copyOfRange(bytes, from, to));
      from = to;
      events.addAll(reader.poll());
    }
    Path whole = Files.write(directory.resolve("whole"), bytes);
    EventsReader atOnce = new EventsReader(whole);
    assertThat(events).as("seed %d", seed).isEqualTo(atOnce.poll());
    assertThat(reader.broken()).isEqualTo(atOnce.broken());
  }

  private static TaskEvent measured(long step, Map<String, Double> metrics) {
    return new TaskEvent.Measured(new Measurement(step, metrics));
  }

  private void append(String text) throws IOException {
    append(text.getBytes(UTF_8));
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
