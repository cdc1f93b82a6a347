package io.github.packtrain.journal;

import com.google.protobuf.ProtocolMessageEnum;
import io.github.packtrain.journal.JournalException.TooNew;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An enum of the model and its counterpart in the event schema, which has the same names behind a
 * prefix. A constant without counterpart fails when the codec's class is loaded, so in every test.
 */
final class EnumPair<J extends Enum<J>, P extends Enum<P> & ProtocolMessageEnum> {
  private final Map<J, P> written;
  private final Map<P, J> read = new HashMap<>();

  private EnumPair(Class<J> ours, Class<P> schema, String prefix) {
    written = new EnumMap<>(ours);
    for (J constant : ours.getEnumConstants()) {
      P counterpart = Enum.valueOf(schema, prefix + constant.name());
      written.put(constant, counterpart);
      read.put(counterpart, constant);
    }
  }

  static <J extends Enum<J>, P extends Enum<P> & ProtocolMessageEnum> EnumPair<J, P> of(
      Class<J> ours, Class<P> schema, String prefix) {
    return new EnumPair<>(ours, schema, prefix);
  }

  P write(J constant) {
    P counterpart = written.get(constant);
    if (counterpart == null) {
      throw new IllegalStateException("no counterpart of " + constant);
    }
    return counterpart;
  }

  J read(P constant) {
    J ours = read.get(constant);
    if (ours == null) {
      throw new TooNew(
          "this release does not know every " + constant.getDeclaringClass().getSimpleName());
    }
    return ours;
  }

  /** Null for the unspecified value, which stands for none. */
  @Nullable J readOptional(P constant) {
    return constant.getNumber() == 0 ? null : read(constant);
  }
}
