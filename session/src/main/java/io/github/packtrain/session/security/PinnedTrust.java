package io.github.packtrain.session.security;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server whose certificate was issued, directly or through intermediates that it presents,
 * by the one authority with the given hash; nothing else.
 *
 * <p>The name in the certificate is not compared with the address dialled: the authority belongs to
 * one master, which keeps its key and signs nobody else, so whoever holds such a certificate is
 * that master, by whatever name or address it is reached.
 */
public final class PinnedTrust extends X509ExtendedTrustManager {
  private static final int CHAIN_MAX = 5;
  private final byte[] pin;

  /**
   * @param pin base64url SHA-256 of the authority's certificate, as {@link PinnedToken#pin} has it
   */
  public PinnedTrust(String pin) {
    this.pin = Base64.getUrlDecoder().decode(pin);
  }

  /** The pin of an authority. */
  public static String pinOf(X509Certificate authority) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest(authority));
  }

  /** A client's TLS with this trust only. */
  public SSLContext sslContext() {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {this}, new SecureRandom());
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (chain.length < 2 || chain.length > CHAIN_MAX) {
      throw new CertificateException(
          "a master presents its own certificate and its authority's, not "
              + chain.length
              + " certificates");
    }
    X509Certificate authority = chain[chain.length - 1];
    if (!MessageDigest.isEqual(pin, digest(authority))) {
      throw new CertificateException(
          "this is not the master that the token belongs to: its authority has the pin "
              + pinOf(authority));
    }
    for (int i = 0; i < chain.length; i++) {
      X509Certificate issuer = chain[Math.min(i + 1, chain.length - 1)];
      chain[i].checkValidity();
      if (issuer.getBasicConstraints() < 0) {
        throw new CertificateException(
            "'" + issuer.getSubjectX500Principal() + "' may not issue certificates");
      }
      checkIssued(chain[i], issuer);
    }
  }

  private static void checkIssued(X509Certificate certificate, X509Certificate issuer)
      throws CertificateException {
    PublicKey key = issuer.getPublicKey();
    try {
      certificate.verify(key);
    } catch (GeneralSecurityException e) {
      throw new CertificateException(
          "'"
              + certificate.getSubjectX500Principal()
              + "' was not signed by '"
              + issuer.getSubjectX500Principal()
              + "'",
          e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("clients show a token, not a certificate");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private static byte[] digest(X509Certificate certificate) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    } catch (NoSuchAlgorithmException | CertificateException e) {
      throw new IllegalStateException("a certificate without SHA-256", e);
    }
  }
}
