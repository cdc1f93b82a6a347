package io.github.packtrain.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFamiliesTest {
  @ParameterizedTest
  @CsvSource({
    "bert-base-uncased, bert",
    "distilbert-base, bert",
    "FacebookAI/roberta-large, roberta",
    "xlm-roberta-base, roberta",
    "google/flan-t5-xl, t5",
    "meta-llama/Llama-2-7b-hf, llama/opt",
    "facebook/opt-1.3b, llama/opt",
    "google/vit-base-patch16-224, vit/deit",
    "facebook/deit-tiny, vit/deit",
    "openai/clip-vit-large-patch14, clip",
    "openai/whisper-small, whisper",
    "facebook/wav2vec2-base-960h, wav2vec2/hubert",
    "hubert-large, wav2vec2/hubert",
    "llava-hf/llava-1.5-7b, llava",
    "Salesforce/blip2-opt-2.7b, blip",
    "resnet50, ''",
    "'', ''"
  })
  void theFamiliesThatComeWithTheProgram(String model, String family) throws IOException {
    assertThat(shipped().of(model)).isEqualTo(family);
  }

  private static ModelFamilies shipped() throws IOException {
    try (InputStream in = ModelFamilies.class.getResourceAsStream(ModelFamilies.RESOURCE)) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return ModelFamilies.parse(new String(bytes, StandardCharsets.UTF_8).lines().toList());
    }
  }

  @Test
  void aTextOfOnesOwn() {
    ModelFamilies own = ModelFamilies.parse(List.of("# ours", "", "resnet: resnet resnext"));
    assertThat(own.of("ResNeXt-101")).isEqualTo("resnet");
    assertThat(own.of("bert")).isEmpty();
    assertThat(own.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"bert", "bert:", ": bert", "bert: --"})
  void aLineThatSaysNoFamilyIsNamed(String line) {
    assertThatThrownBy(() -> ModelFamilies.parse(List.of("t5: t5", line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining(line.strip());
  }
}
