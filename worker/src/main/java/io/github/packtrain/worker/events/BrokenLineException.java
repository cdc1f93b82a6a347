package io.github.packtrain.worker.events;

/** Why a line cannot be understood; caught by the reader, which knows its number. */
final class BrokenLineException extends Exception {
  private static final long serialVersionUID = 1;

  BrokenLineException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
