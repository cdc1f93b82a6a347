package io.github.packtrain.simulator;

/** A running 64-bit hash of everything that happened (FNV-1a over bytes and characters). */
final class Hash {
  private static final long PRIME = 0x100000001b3L;
  private long value = 0xcbf29ce484222325L;

  void add(byte[] bytes) {
    for (byte b : bytes) {
      value = (value ^ b) * PRIME;
    }
  }

  void add(String text) {
    for (int i = 0; i < text.length(); i++) {
      value = (value ^ text.charAt(i)) * PRIME;
    }
  }

  void add(long number) {
    value = (value ^ number) * PRIME;
  }

  long value() {
    return value;
  }
}
