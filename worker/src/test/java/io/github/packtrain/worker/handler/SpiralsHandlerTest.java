package io.github.packtrain.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SpiralsHandlerTest {
  private static final String GOOD =
      "{\"layers\":3,\"width\":12,\"activation\":\"relu\",\"learningRate\":0.0115,\"weightDecay\":1e-4}";

  @Test
  void aGoodConfigurationLearnsIt() throws Exception {
    Call call = new Call("", GOOD);

    Map<String, Double> result = new SpiralsHandler().run(call);

    assertThat(result.get("accuracy")).isGreaterThanOrEqualTo(0.97);
    assertThat(result.get("loss")).isLessThan(0.2);
    // (2 + 1)·12 + (12 + 1)·12 + (12 + 1)·12 + (12 + 1)
    assertThat(result.get("parameters")).isEqualTo(361);
    assertThat(call.reports).hasSize(10);
    assertThat(call.reports).extracting(Measurement::step).startsWith(30L, 60L).endsWith(300L);
    assertThat(call.reports.getLast().metrics().get("accuracy")).isEqualTo(result.get("accuracy"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"layers":1,"width":4}
          {"layers":2,"width":16,"learningRate":0.0001}
          {"layers":3,"width":16,"learningRate":0.3}
          {"layers":2,"width":16,"activation":"sigmoid","learningRate":0.001}
          """)
  void poorOnesDoNot(String parameters) throws Exception {
    Map<String, Double> result = new SpiralsHandler().run(new Call("", parameters));
    assertThat(result.get("accuracy")).isBetween(0.4, 0.9);
    assertThat(result.get("loss")).isFinite();
  }

  @Test
  void equalParametersGiveEqualResultsToTheBit() throws Exception {
    String parameters = "{\"epochs\":20,\"optimizer\":\"sgd\",\"learningRate\":0.05}";
    Call first = new Call("", parameters);
    Call second = new Call("{\"epochs\":20}", "{\"optimizer\":\"sgd\",\"learningRate\":0.05}");

    assertThat(new SpiralsHandler().run(first)).isEqualTo(new SpiralsHandler().run(second));
    assertThat(first.reports).isEqualTo(second.reports);
    assertThat(new SpiralsHandler().run(new Call("{\"seed\":2}", parameters)))
        .isNotEqualTo(new SpiralsHandler().run(new Call("", parameters)));
  }

  /** As accuracy a number would look like a poor candidate, not like a broken training. */
  @Test
  void aTrainingThatDivergesEndsEarlyWithoutANumber() throws Exception {
    Call call =
        new Call(
            "",
            "{\"optimizer\":\"sgd\",\"activation\":\"relu\",\"learningRate\":10,\"weightDecay\":1}");

    Map<String, Double> result = new SpiralsHandler().run(call);

    assertThat(result).containsEntry("accuracy", Double.NaN).containsEntry("loss", Double.NaN);
    assertThat(call.lines).singleElement().asString().startsWith("diverged in epoch ");
    assertThat(HandlerResult.of(result, List.of("accuracy"), 7))
        .satisfies(
            ended -> {
              assertThat(ended.outcome()).isEqualTo(Outcome.BAD_RESULT);
              assertThat(ended.message()).startsWith("RESULT_NOT_FINITE").contains("'accuracy'");
            });
  }

  @Test
  void everyLayerCanHaveItsOwnWidth() throws Exception {
    String parameters = "{\"layers\":3,\"width\":4,\"width2\":6,\"width6\":9,\"epochs\":1}";
    // (2 + 1)·4 + (4 + 1)·6 + (6 + 1)·4 + (4 + 1)
    assertThat(new SpiralsHandler().run(new Call("", parameters)).get("parameters")).isEqualTo(75);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"layer":2}               | unknown parameter 'layer'; did you mean 'layers'?
          {"layers":0}              | the parameter 'layers' is to be a number from 1 to 6, not 0
          {"layers":2.5}            | the parameter 'layers' is to be a whole number from 1 to 6, not 2.5
          {"activation":"swish"}    | the parameter 'activation' is to be one of tanh, relu
          {"learningRate":"high"}   | the parameter 'learningRate' is to be a number from 0 to 10, not "high"
          {"learningRate":-1}       | the parameter 'learningRate' is to be a number from 0 to 10, not -1
          [1]                       | the parameters are not a JSON object
          {"layers":                | the parameters are not JSON
          """)
  void mistakesAreNamed(String parameters, String message) {
    assertThatThrownBy(() -> new SpiralsHandler().run(new Call("", parameters)))
        .isInstanceOf(BadParameterException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void itEndsWhenItIsToldTo() {
    Call call = new Call("", "{}");
    call.cancelled = true;
    assertThatThrownBy(() -> new SpiralsHandler().run(call))
        .isInstanceOf(InterruptedException.class);
  }

  /** Back-propagation against what the loss does when a weight is moved a little. */
  @ParameterizedTest
  @EnumSource(Perceptron.Activation.class)
  void theGradientIsThatOfTheLoss(Perceptron.Activation activation) {
    Random random = new Random(3);
    Perceptron network = new Perceptron(new int[] {2, 5, 4, 1}, activation, random);
    // Away from biases of 0, where a rectifier may stand exactly on its kink.
    Arrays.setAll(network.weights(), w -> network.weights()[w] + 0.3 * random.nextGaussian());
    TwoSpirals data = TwoSpirals.generate(16, 2, 0.1, 4);
    double[] gradient = new double[network.weights().length];
    for (int point = 0; point < data.size(); point++) {
      network.addGradient(data.x(), data.label()[point], point, gradient);
    }
    double step = 1e-6;
    for (int w = 0; w < gradient.length; w++) {
      double kept = network.weights()[w];
      network.weights()[w] = kept + step;
      double above = network.loss(data);
      network.weights()[w] = kept - step;
      double below = network.loss(data);
      network.weights()[w] = kept;
      assertThat(gradient[w] / data.size()).isCloseTo((above - below) / (2 * step), within(1e-6));
    }
  }
}
