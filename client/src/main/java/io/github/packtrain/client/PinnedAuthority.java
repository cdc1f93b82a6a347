package io.github.packtrain.client;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts a chain that ends in the one authority whose SHA-256 is known. The chain itself is checked
 * by the JDK; the host's name is checked by the TLS engine, as always.
 */
final class PinnedAuthority implements X509TrustManager {
  private final byte[] pin;

  PinnedAuthority(byte[] pin) {
    this.pin = pin.clone();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    for (X509Certificate certificate : chain) {
      if (isPinned(certificate)) {
        verify(chain, authType, certificate);
        return;
      }
    }
    throw new CertificateException(
        "the master's certificate comes from another authority than the token names");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("clients are not checked here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private boolean isPinned(X509Certificate certificate) throws CertificateException {
    try {
      byte[] found = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return MessageDigest.isEqual(found, pin);
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  private static void verify(X509Certificate[] chain, String authType, X509Certificate authority)
      throws CertificateException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("authority", authority);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager trust) {
          trust.checkServerTrusted(chain, authType);
        }
      }
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new CertificateException(e);
    }
  }
}
