package io.github.packtrain.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidateTest {

  @Test
  void theTextIsCanonical() {
    LinkedHashMap<String, ParameterValue> values = new LinkedHashMap<>();
    values.put("lr", ParameterValue.of(0.0001));
    values.put("depth", ParameterValue.of(3));
    values.put("rate", ParameterValue.of(-0.0));
    values.put("op", ParameterValue.of("a\"b\\c\n\u0001é"));
    values.put("bias", ParameterValue.of(true));

    assertThat(new Candidate(values).json())
        .isEqualTo(
            "{\"lr\":1.0E-4,\"depth\":3,\"rate\":0.0,\"op\":\"a\\\"b\\\\c\\n\\u0001é\",\"bias\":true}");
  }

  @Test
  void whatIsWrittenReadsBackTheSame() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      SearchSpace space = Spaces.random(random);
      Candidate candidate = new Sampler(space).sample(2, new RandomStream(seed, 1)).candidate();

      Candidate read = Candidate.parse(candidate.json());

      assertThat(read).as("seed %d", seed).isEqualTo(candidate);
      assertThat(read.json()).as("seed %d", seed).isEqualTo(candidate.json());
      assertThat(space.problems(read)).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void blanksAndEscapesOfOthersAreRead() {
    assertThat(Candidate.parse(" { \"a\" : 1e3 ,\n\"b\":\"\\u0041\\/\" } ").json())
        .isEqualTo("{\"a\":1000.0,\"b\":\"A/\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]                  | at character 1: expected '{'",
        "{'a':1               | at character 7: expected '}'",
        "{'a':}               | at character 6: expected a string, a number, true or false",
        "{'a':null}           | at character 6: expected a string, a number, true or false",
        "{'a':NaN}            | at character 6: expected a string, a number, true or false",
        "{'a':01}             | at character 6: expected a string, a number, true or false",
        "{'a':{}}             | at character 6: expected a string, a number, true or false",
        "{'a':1,'a':2}        | at character 8: the parameter 'a' is given twice",
        "{'a':'b              | at character 8: the text ends inside a string",
        "{'a':'\\x'}          | at character 9: the unknown escape \\x",
        "{'a':'\\u12'}        | at character 9: \\u needs four hexadecimal digits",
        "{'a':1} x            | at character 9: text follows the object",
        "{'a':1e999}          | at character 6: the number 1e999 is beyond the range of a double",
        "{'a':99999999999999999999} | at character 6: the whole number 99999999999999999999 is beyond 64 bits"
      })
  void brokenTextIsRefusedWithItsPlace(String json, String message) {
    assertThatThrownBy(() -> Candidate.parse(json.replace('\'', '"')))
        .isInstanceOfSatisfying(
            SearchException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("CANDIDATE_JSON");
              assertThat(e.problem().message().replace('"', '\'')).isEqualTo(message);
            });
  }
}
