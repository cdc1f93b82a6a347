package io.github.packtrain.worker.device;

/** A {@code --gpus} that cannot be understood. */
public final class GpuOptionException extends Exception {
  private static final long serialVersionUID = 1;

  /** Stable, for programs. */
  public static final String CODE = "BAD_GPUS";

  private final String hint;

  GpuOptionException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }
}
