package io.github.packtrain.master.http;

import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out. A page of another origin says so in {@code Origin}; a page that had its own
 * name resolve to our address (DNS rebinding) shows its name in {@code Host}. So the host must be
 * an address, which no page can forge, or a name of this machine, and an origin must be our own.
 */
final class OriginCheck {
  private final Set<String> names;
  private final String scheme;

  /**
   * @param names by which this master is reached, beyond {@code localhost} and addresses
   */
  OriginCheck(Collection<String> names, boolean tls) {
    this.names =
        Stream.concat(Stream.of("localhost"), names.stream())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.scheme = tls ? "https://" : "http://";
  }

  void check(@Nullable String host, @Nullable String origin) throws HttpFailure {
    if (host == null || !isOurs(nameOf(host))) {
      throw HttpFailure.of(
          421,
          new Rejection(
              Kind.INVALID_ARGUMENT,
              "HOST_UNKNOWN",
              "this master is not "
                  + (host == null ? "named in the request" : HttpFailure.shown(host)),
              "a web page may have sent this request",
              "use its address, or start the master with this name among its host names"));
    }
    if (origin != null && !origin.equalsIgnoreCase(scheme + host)) {
      throw HttpFailure.of(
          new Rejection(
              Kind.PERMISSION_DENIED,
              "ORIGIN_FORBIDDEN",
              "pages of " + HttpFailure.shown(origin) + " may not call this master",
              "only its own pages may",
              "call it from a program, without an Origin header"));
    }
  }

  private boolean isOurs(String name) {
    return names.contains(name.toLowerCase(Locale.ROOT))
        || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
        || name.matches("\\[[0-9a-fA-F:.]+]");
  }

  /** The host without its port. */
  private static String nameOf(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
