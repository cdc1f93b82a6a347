package io.github.packtrain.cli.api;

import java.net.HttpURLConnection;

/** What a token says: the secret to send. */
record Trust(String secret) {

  static Trust of(Endpoint endpoint) {
    return new Trust(endpoint.token());
  }

  void apply(HttpURLConnection connection) {}
}
