package io.github.packtrain.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInHandlersTest {
  @TempDir Path directory;
  private Path table;

  @BeforeEach
  void table() throws IOException {
    table =
        Files.writeString(
            directory.resolve("table.csv"),
            """
            arch,depth,acc,"flops, M",note
            0012,2,90.5,0.001,plain
            0210,3,91.25,0.002,"with, comma and ""quotes\""\"

            0212,2.5,nothing,0,x
            """);
  }

  @Test
  void theBuiltInOnesAreFound() {
    assertThat(Handlers.load().names()).contains("mlp-two-spirals", "noop", "sleep", "table");
    assertThat(Handlers.load().find("nope")).isEmpty();
  }

  @Test
  void twoOfOneNameAreRefused() {
    assertThatThrownBy(() -> Handlers.of(List.of(new NoopHandler(), new NoopHandler())))
        .hasMessageContaining("two handlers are named 'noop'");
  }

  @Test
  void sleepSleepsAsLongAsItIsTold() throws Exception {
    SleepHandler sleep = new SleepHandler();
    assertThat(sleep.run(new Call("{\"seconds\":100}", "{\"millis\":20}")))
        .isEqualTo(Map.of("seconds", 0.02));
    assertThat(sleep.run(new Call("{\"millis\":5}", ""))).isEqualTo(Map.of("seconds", 0.005));
    assertThatThrownBy(() -> sleep.run(new Call("", "{\"seconds\":-1}")))
        .isInstanceOf(BadParameterException.class);
  }

  @Test
  void aRowIsFoundByAKeyPutTogetherFromParameters() throws Exception {
    String options =
        options("\"keys\":{\"arch\":\"0{op1}{op2}{op3}\"},\"metrics\":{\"accuracy\":\"acc\"}");
    assertThat(new TableHandler().run(new Call(options, "{\"op1\":2,\"op2\":1.0,\"op3\":\"0\"}")))
        .isEqualTo(Map.of("accuracy", 91.25));
  }

  @Test
  void aRowIsFoundByColumnsNamedLikeParameters() throws Exception {
    String options = options("\"keys\":[\"depth\",\"arch\"],\"metrics\":[\"acc\",\"flops, M\"]");
    assertThat(new TableHandler().run(new Call(options, "{\"depth\":3,\"arch\":\"0210\"}")))
        .isEqualTo(Map.of("acc", 91.25, "flops, M", 0.002));
  }

  @Test
  void theCostIsReportedOrPaid() throws Exception {
    String base = "\"keys\":[\"arch\"],\"metrics\":[\"acc\"],\"costColumn\":\"flops, M\"";
    assertThat(new TableHandler().run(new Call(options(base), "{\"arch\":\"0012\"}")))
        .containsEntry("cost", 0.001);
    assertThat(
            new TableHandler()
                .run(new Call(options(base + ",\"secondsPerCost\":2"), "{\"arch\":\"0012\"}")))
        .containsEntry("costSeconds", 0.002);
  }

  @Test
  void aChangedTableIsReadAgain() throws Exception {
    TableHandler handler = new TableHandler();
    Call call =
        new Call(options("\"keys\":[\"arch\"],\"metrics\":[\"acc\"]"), "{\"arch\":\"0012\"}");
    assertThat(handler.run(call)).containsEntry("acc", 90.5);

    Files.writeString(table, "arch,acc\n0012,1\n");
    Files.setLastModifiedTime(table, FileTime.fromMillis(1_000_000));
    assertThat(handler.run(call)).containsEntry("acc", 1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "keys":["arch"],"metrics":["acc"]            | {"arch":"9999"} | has no row with the key [9999]
          "keys":["arch"],"metrics":["acc"]            | {}              | the parameter 'arch' is missing
          "keys":["arch"],"metrics":["acc"]            | {"arch":"0212"} | 'nothing' in column acc
          "keys":["arch"],"metrics":["accuracy"]       | {"arch":"0012"} | has no column 'accuracy'
          "keys":["code"],"metrics":["acc"]            | {"code":"0012"} | has no column 'code'
          "keys":["arch"]                              | {"arch":"0012"} | 'keys' and 'metrics' are needed
          "keys":["arch"],"metrics":["acc"],"key":1    | {"arch":"0012"} | unknown option 'key'
          """)
  void mistakesAreNamed(String options, String parameters, String message) {
    assertThatThrownBy(() -> new TableHandler().run(new Call(options(options), parameters)))
        .isInstanceOf(BadParameterException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aTableThatIsNotThereOrRepeatsAKeyIsRefused() throws IOException {
    String options = "{\"file\":\"/no/such.csv\",\"keys\":[\"a\"],\"metrics\":[\"a\"]}";
    assertThatThrownBy(() -> new TableHandler().run(new Call(options, "{\"a\":1}")))
        .hasMessage("there is no table /no/such.csv");

    Files.writeString(table, "arch,acc\n1,2\n1,3\n");
    assertThatThrownBy(
            () ->
                new TableHandler()
                    .run(
                        new Call(
                            options("\"keys\":[\"arch\"],\"metrics\":[\"acc\"]"), "{\"arch\":1}")))
        .hasMessageContaining("line 3 repeats the key [1]");
  }

  private String options(String rest) {
    return "{\"file\":\"" + table + "\"," + rest + "}";
  }
}
