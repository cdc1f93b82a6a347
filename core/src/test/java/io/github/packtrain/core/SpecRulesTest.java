package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpecRulesTest {
  private static final Request REQUEST =
      new Request(new Resources(1_000, 0, 0), GpuRequest.NONE, Map.of());

  private static String codeOf(TaskBody body) {
    return SpecRules.problemOf(JobSpec.of("job", REQUEST, body)).map(Rejection::code).orElse("");
  }

  private static TaskBody command(List<String> argv, Map<String, String> environment) {
    return new TaskBody.Command(argv, environment, "");
  }

  private static Map<String, String> variables(int count) {
    Map<String, String> variables = new LinkedHashMap<>();
    IntStream.range(0, count).forEach(i -> variables.put("V" + i, "x"));
    return variables;
  }

  @Test
  void theEnvironmentIsBounded() {
    assertThat(codeOf(command(List.of("true"), variables(1_024)))).isEmpty();
    assertThat(codeOf(command(List.of("true"), variables(1_025))))
        .isEqualTo("ENVIRONMENT_TOO_LARGE");
    assertThat(codeOf(command(List.of("true"), Map.of("V", "x".repeat(64 * 1024))))).isEmpty();
    assertThat(codeOf(command(List.of("true"), Map.of("V", "x".repeat(64 * 1024 + 1)))))
        .isEqualTo("ENVIRONMENT_TOO_LARGE");
    for (String name : List.of("", "A=B", "A\0B", "A".repeat(257))) {
      assertThat(codeOf(command(List.of("true"), Map.of(name, "x"))))
          .as(name)
          .isEqualTo("ENVIRONMENT_NAME");
    }
  }

  @Test
  void theWordsOfACommandAreBounded() {
    assertThat(codeOf(command(Collections.nCopies(4_096, "x"), Map.of()))).isEmpty();
    assertThat(codeOf(command(Collections.nCopies(4_097, "x"), Map.of())))
        .isEqualTo("COMMAND_TOO_LONG");
  }
}
