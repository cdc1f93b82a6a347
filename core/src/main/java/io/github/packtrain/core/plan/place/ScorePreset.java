package io.github.packtrain.core.plan.place;

import java.util.Locale;

/**
 * Weights of {@code score} that go together, by the name of what they are for. A weight that is
 * given by itself goes before that of the preset.
 */
enum ScorePreset {
  /** All that is known counts, none of it much: packs as well as it can, and shows its reasons. */
  USUAL("0") {
    @Override
    String weightOf(Factor factor) {
      return factor.usualWeight();
    }
  },
  /**
   * Learned speed goes before all else, and a task waits for a busy fast worker that ends it
   * sooner. What gained nothing on the fleet of unlike machines is off: hardware match, which packs
   * and so fills slow machines first, specialisation and affinity ({@code ./dev bench fleet}).
   */
  SPEED("0.3") {
    @Override
    String weightOf(Factor factor) {
      return switch (factor) {
        case EFFICIENCY -> "40";
        case HARDWARE_MATCH, SPECIALISATION, AFFINITY -> "0";
        case MEMORY_MARGIN, COMPUTE_CAPABILITY, CORES, DEVICE_MATCH, LOAD -> factor.usualWeight();
      };
    }
  };

  private static final String OPTION = "preset";

  private final String patience;

  ScorePreset(String patience) {
    this.patience = patience;
  }

  /** The one that is asked for. */
  static ScorePreset of(Options options) {
    String word = options.word(OPTION, USUAL.word(), USUAL.word(), SPEED.word());
    return word.equals(SPEED.word()) ? SPEED : USUAL;
  }

  abstract String weightOf(Factor factor);

  String patience() {
    return patience;
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
