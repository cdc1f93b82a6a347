package io.github.packtrain.model;

/**
 * Who asks. The role comes from the credential, never from the message.
 *
 * @param name of the user or worker
 */
public record Principal(String name, Role role) {
  /** The scheduler itself: timers, plans, studies. */
  public static final Principal SYSTEM = new Principal("packtrain", Role.ADMIN);

  /** What a principal may do; each role may do what the ones before it may, workers apart. */
  public enum Role {
    VIEWER,
    SUBMITTER,
    OPERATOR,
    ADMIN,
    WORKER
  }
}
