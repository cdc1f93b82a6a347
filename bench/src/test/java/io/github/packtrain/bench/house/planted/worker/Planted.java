package io.github.packtrain.bench.house.planted.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

/** Violations that no room is allowed. */
final class Planted {
  private Planted() {}

  static final class Deserializes {
    Object read(InputStream input) throws IOException, ClassNotFoundException {
      return new ObjectInputStream(input).readObject();
    }
  }

  static final class Exits {
    void stop() {
      System.exit(1);
    }
  }

  /** A main may. */
  static final class Innocent {
    private Innocent() {}

    public static void main(String[] args) {
      System.exit(args.length);
    }
  }
}
