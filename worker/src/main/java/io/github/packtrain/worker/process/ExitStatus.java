package io.github.packtrain.worker.process;

/** How a process ended. */
public sealed interface ExitStatus {

  /**
   * It ended by itself.
   *
   * @param code 0 to 255
   */
  record Exited(int code) implements ExitStatus {}

  /**
   * A signal ended it.
   *
   * @param signal its number, such as 9
   */
  record Signalled(int signal) implements ExitStatus {}

  /** It is gone and nobody could say how, because whoever could have been told was gone too. */
  record Unknown() implements ExitStatus {}

  /** Reads the status word of {@code wait(2)}. */
  static ExitStatus ofWaitStatus(int status) {
    int signal = status & 0x7f;
    return signal == 0 ? new Exited((status >> 8) & 0xff) : new Signalled(signal);
  }
}
