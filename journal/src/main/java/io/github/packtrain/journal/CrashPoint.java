package io.github.packtrain.journal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Named places where a test lets the process die, as by {@code kill -9}: {@code
 * -Dpacktrain.crash=NAME} at the first pass of that place, {@code NAME:3} at the third. Without the
 * property a place costs nothing: the compiler drops it.
 */
public final class CrashPoint {
  /** The system property that names one. */
  public static final String PROPERTY = "packtrain.crash";

  /** The exit status of a process that died at its place. */
  public static final int STATUS = 86;

  private static final String WANTED = System.getProperty(PROPERTY, "");
  private static final boolean ON = !WANTED.isEmpty();
  private static final int COLON = WANTED.indexOf(':');
  private static final String NAME = COLON < 0 ? WANTED : WANTED.substring(0, COLON);
  private static final AtomicInteger LEFT =
      new AtomicInteger(COLON < 0 ? 1 : Integer.parseInt(WANTED.substring(COLON + 1)));

  private CrashPoint() {}

  /** Whether a place was named: then callers may take the trouble to find out which they are. */
  public static boolean isOn() {
    return ON;
  }

  /** The process passes the place, or dies at it. */
  public static void pass(String name) {
    if (ON && name.equals(NAME) && LEFT.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(STATUS);
    }
  }
}
