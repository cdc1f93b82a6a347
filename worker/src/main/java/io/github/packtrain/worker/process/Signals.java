package io.github.packtrain.worker.process;

/** Signal numbers, the same on every system that we run on unless said otherwise. */
public final class Signals {
  public static final int HUP = 1;
  public static final int KILL = 9;
  public static final int TERM = 15;

  /** Lets a stopped process run on, so that it can take a TERM. */
  public static final int CONTINUE =
      System.getProperty("os.name", "").startsWith("Linux") ? 18 : 19;

  private Signals() {}

  /** {@code SIGKILL} for 9, and {@code signal 40} for one without a common name. */
  public static String nameOf(int signal) {
    return switch (signal) {
      case 1 -> "SIGHUP";
      case 2 -> "SIGINT";
      case 3 -> "SIGQUIT";
      case 4 -> "SIGILL";
      case 5 -> "SIGTRAP";
      case 6 -> "SIGABRT";
      case 7 -> "SIGBUS";
      case 8 -> "SIGFPE";
      case 9 -> "SIGKILL";
      case 11 -> "SIGSEGV";
      case 13 -> "SIGPIPE";
      case 14 -> "SIGALRM";
      case 15 -> "SIGTERM";
      case 24 -> "SIGXCPU";
      case 25 -> "SIGXFSZ";
      case 31 -> "SIGSYS";
      default -> "signal " + signal;
    };
  }
}
