package io.github.packtrain.master.security;

import io.github.packtrain.model.Principal;
import java.time.Instant;

/**
 * A credential as it is kept: what it allows, and the hash that recognises it, never the secret.
 *
 * @param id short name for listing and revoking
 * @param name of the principal that it stands for
 * @param sha256 of the secret, lower-case hex
 */
public record Token(String id, String name, Principal.Role role, String sha256, Instant createdAt) {

  public Principal principal() {
    return new Principal(name, role);
  }

  /** A token just made, with the secret that is shown this once. */
  public record Issued(Token token, String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Issued[" + token.id() + "]";
    }
  }
}
