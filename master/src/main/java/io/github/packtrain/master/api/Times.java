package io.github.packtrain.master.api;

import com.google.protobuf.Timestamp;
import java.util.function.Consumer;

/** Points in time on the wire. */
final class Times {
  private Times() {}

  static Timestamp of(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(millis, 1_000))
        .setNanos((int) Math.floorMod(millis, 1_000L) * 1_000_000)
        .build();
  }

  /** Gives the time on, unless it has not come: 0. */
  static void ifPassed(long millis, Consumer<Timestamp> setter) {
    if (millis > 0) {
      setter.accept(of(millis));
    }
  }
}
