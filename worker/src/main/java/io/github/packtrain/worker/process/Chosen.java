package io.github.packtrain.worker.process;

/** The choice of {@link Processes#ofThisMachine}, made on first use. */
final class Chosen {
  static final Processes PROCESSES = choose();

  private Chosen() {}

  private static Processes choose() {
    return LibC.find().<Processes>map(PosixProcesses::new).orElseGet(JdkProcesses::new);
  }
}
