package io.github.packtrain.master.call;

import io.github.packtrain.model.Principal;
import io.grpc.Context;

/**
 * Who asks. Set by the check of the credential before a service sees the call, so a service never
 * looks at credentials itself.
 */
public final class Caller {
  /** The principal of the present call. */
  public static final Context.Key<Principal> KEY = Context.key("packtrain-caller");

  private Caller() {}

  /** The principal of the present call. */
  public static Principal current() {
    Principal principal = KEY.get();
    if (principal == null) {
      throw new IllegalStateException("a service was called past the check of credentials");
    }
    return principal;
  }
}
