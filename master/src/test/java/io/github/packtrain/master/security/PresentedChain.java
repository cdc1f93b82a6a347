package io.github.packtrain.master.security;

import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.X509KeyManager;

/** What a server shows its clients. */
final class PresentedChain {
  private PresentedChain() {}

  static X509Certificate[] of(Certificates certificates) {
    X509KeyManager keys = (X509KeyManager) certificates.keys().getKeyManagers()[0];
    return Objects.requireNonNull(keys.getCertificateChain("server"));
  }
}
