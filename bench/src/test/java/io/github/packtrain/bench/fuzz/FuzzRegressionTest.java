package io.github.packtrain.bench.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every reader takes good inputs and many broken ones made from them; {@code ./dev bench fuzz} is
 * the long form, guided by coverage. A failure prints its seed.
 */
class FuzzRegressionTest {
  private static final int CASES = 2_000;
  private static final int CHANGES_MAX = 6;

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void goodInputsAreTaken(FuzzTarget target) {
    target.seeds().forEach(target::take);
    target.take(new byte[0]);
  }

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void brokenInputsAreTakenOrRefused(FuzzTarget target) {
    List<byte[]> seeds = target.seeds();
    long first = Long.getLong("seed", 1);
    long last = System.getProperty("seed") == null ? CASES : first;
    for (long seed = first; seed <= last; seed++) {
      byte[] input = broken(seeds, new Random(seed * 1_000_003));
      try {
        target.take(input);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(
            "seed %d of %s; again with: ./dev check -pl bench -am -Dtest=FuzzRegressionTest -Dseed=%d"
                .formatted(seed, target, seed),
            e);
      }
    }
  }

  private static byte[] broken(List<byte[]> seeds, Random random) {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    int changes = 1 + random.nextInt(CHANGES_MAX);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> bytes = joined(bytes, at, seeds.get(random.nextInt(seeds.size())));
        case 4 -> bytes = joined(bytes, at, Arrays.copyOfRange(bytes, at / 2, bytes.length));
        default -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x80);
      }
    }
    return bytes;
  }

  /** The first bytes of one, then the other, then the rest. */
  private static byte[] joined(byte[] bytes, int at, byte[] other) {
    byte[] all = Arrays.copyOf(bytes, bytes.length + other.length);
    System.arraycopy(other, 0, all, at, other.length);
    System.arraycopy(bytes, at, all, at + other.length, bytes.length - at);
    return all;
  }
}
