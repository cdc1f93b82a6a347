package io.github.packtrain.master.http;

import java.util.Map;

/**
 * The JDK's HTTP server is configured by system properties, read once before its first use. What
 * the command line sets stays.
 */
final class ServerProperties {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          // Without it each answer on a kept connection may wait 40 ms (JDK-6968351).
          "sun.net.httpserver.nodelay", "true",
          // Seconds in which a request must have come in whole, so that slow senders hold nothing.
          "sun.net.httpserver.maxReqTime", "60",
          "sun.net.httpserver.idleInterval", "60",
          "sun.net.httpserver.maxIdleConnections", "512",
          "jdk.httpserver.maxConnections", "2048");

  private ServerProperties() {}

  static void set() {
    DEFAULTS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
