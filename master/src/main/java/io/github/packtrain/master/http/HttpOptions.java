package io.github.packtrain.master.http;

import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where and how HTTP is served.
 *
 * @param address port 0 for any free one
 * @param tls null for plain HTTP, which only a loopback address may have
 * @param hostNames by which the master is reached, beyond {@code localhost} and addresses
 * @param requestsMax answered at the same time; more are refused
 * @param streamsMax streams open at the same time
 */
public record HttpOptions(
    InetSocketAddress address,
    @Nullable SSLContext tls,
    List<String> hostNames,
    int requestsMax,
    int streamsMax) {
  public static final int REQUESTS_MAX_DEFAULT = 256;
  public static final int STREAMS_MAX_DEFAULT = 128;

  /** Largest body of a request. */
  public static final int BODY_MAX_BYTES = 4 * 1024 * 1024;

  public HttpOptions {
    hostNames = List.copyOf(hostNames);
    if (tls == null && !address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException("plain HTTP is for loopback addresses only");
    }
  }

  /** Bounds at their defaults. */
  public static HttpOptions of(
      InetSocketAddress address, @Nullable SSLContext tls, List<String> hostNames) {
    return new HttpOptions(address, tls, hostNames, REQUESTS_MAX_DEFAULT, STREAMS_MAX_DEFAULT);
  }
}
