package io.github.packtrain.worker.handler;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * {@code mlp-two-spirals}: trains a real multi-layer perceptron to tell two spirals apart, and
 * reports how well it does on points that it has not seen. A job for trying out searches: good
 * settings reach 0.97 in less than a second of one core, and about seven of eight in a wide space
 * do not.
 *
 * <p>Parameters (an option of the same name gives all tasks of a job another default):
 *
 * <table>
 *   <caption>Parameters</caption>
 *   <tr><th>name</th><th>default</th><th>meaning</th></tr>
 *   <tr><td>layers</td><td>2</td><td>hidden layers, 1 to 6</td></tr>
 *   <tr><td>width</td><td>16</td><td>units of each, 1 to 256; {@code width1}, {@code width2}, … give single
 *       layers their own</td></tr>
 *   <tr><td>activation</td><td>tanh</td><td>tanh, relu, leaky_relu or sigmoid</td></tr>
 *   <tr><td>optimizer</td><td>adam</td><td>adam or sgd</td></tr>
 *   <tr><td>learningRate</td><td>0.01</td><td>up to 10</td></tr>
 *   <tr><td>momentum</td><td>0.9</td><td>of sgd, 0 to 0.999</td></tr>
 *   <tr><td>weightDecay</td><td>0</td><td>0 to 1</td></tr>
 *   <tr><td>batchSize</td><td>32</td><td>1 to 1024</td></tr>
 *   <tr><td>epochs</td><td>300</td><td>1 to 10000</td></tr>
 *   <tr><td>reportEvery</td><td>a tenth of the epochs</td><td>epochs between two measurements</td></tr>
 *   <tr><td>seed</td><td>1</td><td>of the first weights and the order of the points</td></tr>
 *   <tr><td>points</td><td>1000</td><td>to train with; as many again are held out</td></tr>
 *   <tr><td>turns</td><td>3</td><td>of each spiral</td></tr>
 *   <tr><td>noise</td><td>0.02</td><td>standard deviation around the spiral</td></tr>
 *   <tr><td>dataSeed</td><td>1</td><td>of the points</td></tr>
 * </table>
 *
 * <p>Measurements at each report and the result: {@code accuracy} and {@code loss} on the held-out
 * points; the result has {@code parameters} (the number of weights) too. Equal parameters give
 * equal results, bit for bit. A training that diverges ends at once, with NaN for accuracy and
 * loss.
 */
public final class SpiralsHandler implements TaskHandler {
  private static final int LAYERS_MAX = 6;
  private static final int WIDTH_MAX = 256;
  private static final int EPOCHS_MAX = 10_000;
  private static final int POINTS_MAX = 100_000;

  @Override
  public String name() {
    return "mlp-two-spirals";
  }

  @Override
  public Map<String, Double> run(HandlerCall call) throws Exception {
    Settings settings = Settings.read(call);
    TwoSpirals training = settings.data(0);
    TwoSpirals heldOut = settings.data(1);
    Random random = new Random(settings.seed());
    Perceptron network = new Perceptron(settings.sizes(), settings.activation(), random);
    Optimizer optimizer = settings.optimizer(network.weights().length);
    int[] order = new int[training.size()];
    Arrays.setAll(order, i -> i);
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      if (call.isCancelled()) {
        throw new InterruptedException("cancelled in epoch " + epoch);
      }
      shuffle(order, random);
      trainEpoch(network, optimizer, training, order, settings.batchSize());
      if (!network.isFinite()) {
        call.log("diverged in epoch %d: a weight is not finite any more".formatted(epoch));
        return result(network, Double.NaN, Double.NaN);
      }
      if (epoch % settings.epochsPerReport() == 0 && epoch < settings.epochs()) {
        call.report(
            epoch, Map.of("accuracy", network.accuracy(heldOut), "loss", network.loss(heldOut)));
      }
    }
    double accuracy = network.accuracy(heldOut);
    double loss = network.loss(heldOut);
    call.report(settings.epochs(), Map.of("accuracy", accuracy, "loss", loss));
    call.log(
        "accuracy %.4f, loss %.4f after %d epochs".formatted(accuracy, loss, settings.epochs()));
    return result(network, accuracy, loss);
  }

  private static Map<String, Double> result(Perceptron network, double accuracy, double loss) {
    return Map.of(
        "accuracy", accuracy, "loss", loss, "parameters", (double) network.weights().length);
  }

  private static void trainEpoch(
      Perceptron network, Optimizer optimizer, TwoSpirals training, int[] order, int batchSize) {
    double[] gradient = new double[network.weights().length];
    for (int start = 0; start < order.length; start += batchSize) {
      int end = Math.min(order.length, start + batchSize);
      Arrays.fill(gradient, 0);
      for (int i = start; i < end; i++) {
        network.addGradient(training.x(), training.label()[order[i]], order[i], gradient);
      }
      for (int w = 0; w < gradient.length; w++) {
        gradient[w] /= end - start;
      }
      optimizer.step(network.weights(), gradient);
    }
  }

  /** Fisher and Yates, by our own random numbers. */
  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  /** What a call asks for. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  private record Settings(
      int[] sizes,
      Perceptron.Activation activation,
      String optimizerName,
      double learningRate,
      double momentum,
      double weightDecay,
      int batchSize,
      int epochs,
      int reportEvery,
      long seed,
      int points,
      double turns,
      double noise,
      long dataSeed) {

    static Settings read(HandlerCall call) throws BadParameterException {
      Settings defaults =
          read(
              call.options(),
              new Settings(
                  new int[] {2, 16, 16, 1},
                  Perceptron.Activation.TANH,
                  "adam",
                  0.01,
                  0.9,
                  0,
                  32,
                  300,
                  0,
                  1,
                  1000,
                  3,
                  0.02,
                  1));
      return read(call.params(), defaults);
    }

    private static Settings read(HandlerParameters given, Settings or)
        throws BadParameterException {
      int epochs = given.integer("epochs", or.epochs(), 1, EPOCHS_MAX);
      Settings settings =
          new Settings(
              sizes(given, or.sizes()),
              activation(given, or.activation()),
              given.choice("optimizer", or.optimizerName(), List.of("adam", "sgd")),
              given.number("learningRate", or.learningRate(), 0, 10),
              given.number("momentum", or.momentum(), 0, 0.999),
              given.number("weightDecay", or.weightDecay(), 0, 1),
              given.integer("batchSize", or.batchSize(), 1, 1024),
              epochs,
              given.integer("reportEvery", or.reportEvery(), 0, EPOCHS_MAX),
              given.integer("seed", (int) or.seed(), 0, Integer.MAX_VALUE),
              given.integer("points", or.points(), 2, POINTS_MAX),
              given.number("turns", or.turns(), 0.1, 10),
              given.number("noise", or.noise(), 0, 1),
              given.integer("dataSeed", (int) or.dataSeed(), 0, Integer.MAX_VALUE));
      given.refuseUnknown();
      return settings;
    }

    /** Two inputs, the hidden layers, one output. */
    private static int[] sizes(HandlerParameters given, int[] or) throws BadParameterException {
      int layers = given.integer("layers", or.length - 2, 1, LAYERS_MAX);
      int width = given.integer("width", 0, 1, WIDTH_MAX);
      int[] sizes = new int[layers + 2];
      sizes[0] = 2;
      sizes[layers + 1] = 1;
      for (int layer = 1; layer <= LAYERS_MAX; layer++) {
        int otherwise = width > 0 ? width : or[Math.min(layer, or.length - 2)];
        int units = given.integer("width" + layer, otherwise, 1, WIDTH_MAX);
        if (layer <= layers) {
          sizes[layer] = units;
        }
      }
      return sizes;
    }

    private static Perceptron.Activation activation(
        HandlerParameters given, Perceptron.Activation or) throws BadParameterException {
      List<String> names =
          Arrays.stream(Perceptron.Activation.values())
              .map(value -> value.name().toLowerCase(Locale.ROOT))
              .toList();
      String name = given.choice("activation", or.name().toLowerCase(Locale.ROOT), names);
      return Perceptron.Activation.valueOf(name.toUpperCase(Locale.ROOT));
    }

    int epochsPerReport() {
      return reportEvery > 0 ? reportEvery : Math.max(1, epochs / 10);
    }

    /** Each part of the data has a seed of its own. */
    TwoSpirals data(int part) {
      return TwoSpirals.generate(points, turns, noise, 2 * dataSeed + part);
    }

    Optimizer optimizer(int weights) {
      return optimizerName.equals("adam")
          ? new Optimizer.Adam(learningRate, weightDecay, weights)
          : new Optimizer.Sgd(learningRate, momentum, weightDecay, weights);
    }
  }
}
