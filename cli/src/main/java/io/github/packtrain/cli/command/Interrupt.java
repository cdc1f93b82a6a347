package io.github.packtrain.cli.command;

/**
 * What happens at Ctrl-C: a shutdown hook, so that the process ends with the signal's own status
 * (130) once the action is done.
 */
final class Interrupt implements AutoCloseable {
  private static volatile boolean happened;

  private final Thread hook;

  private Interrupt(Thread hook) {
    this.hook = hook;
  }

  /** Runs {@code action} if the process is told to end before this is closed. */
  static Interrupt run(Runnable action) {
    Thread hook =
        new Thread(
            () -> {
              happened = true;
              action.run();
            },
            "interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interrupt(hook);
  }

  /** Whether the process is ending: what fails now fails because of that. */
  static boolean hasHappened() {
    return happened;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process ends already and the action runs.
    }
  }
}
