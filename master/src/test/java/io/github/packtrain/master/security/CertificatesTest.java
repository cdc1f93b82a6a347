package io.github.packtrain.master.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.packtrain.session.security.PinnedTrust;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificatesTest {
  @TempDir static Path dir;
  private static Certificates certificates;

  @BeforeAll
  static void make() throws IOException {
    certificates = Certificates.open(dir, List.of());
  }

  @Test
  void everyFileIsForItsOwnerOnly() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("tls"))) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as("%s", file)
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void whoHasThePinTrustsIt() throws Exception {
    assertThat(handshake(new PinnedTrust(certificates.pin()))).isEqualTo(42);
  }

  @Test
  void whoHasAnotherPinDoesNot(@TempDir Path otherDir) throws IOException {
    Certificates other = Certificates.open(otherDir, List.of());
    assertThat(other.pin()).isNotEqualTo(certificates.pin());
    assertThatThrownBy(() -> handshake(new PinnedTrust(other.pin())))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("not the master that the token belongs to");
  }

  @Test
  void anImpostorWithTheRightAuthorityInItsChainIsNotTrusted(@TempDir Path otherDir)
      throws Exception {
    Certificates other = Certificates.open(otherDir, List.of());
    var theirs = PresentedChain.of(other);
    var ours = PresentedChain.of(certificates);
    var forged = new java.security.cert.X509Certificate[] {theirs[0], ours[ours.length - 1]};
    assertThatThrownBy(
            () -> new PinnedTrust(certificates.pin()).checkServerTrusted(forged, "UNKNOWN"))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("was not signed by");
  }

  @Test
  void aNewNameMakesANewCertificateOfTheSameAuthority() throws Exception {
    var before = PresentedChain.of(certificates)[0];
    assertThat(PresentedChain.of(Certificates.open(dir, List.of()))[0]).isEqualTo(before);
    Certificates renamed = Certificates.open(dir, List.of("train.example"));
    assertThat(renamed.pin()).isEqualTo(certificates.pin());
    assertThat(PresentedChain.of(renamed)[0].getSubjectAlternativeNames().toString())
        .contains("train.example");
  }

  private static int handshake(PinnedTrust trust) throws Exception {
    try (SSLServerSocket server =
        (SSLServerSocket)
            certificates
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(
              () -> {
                try (var socket = server.accept()) {
                  socket.getOutputStream().write(42);
                } catch (IOException _) {
                  // The client broke off, which it says itself.
                }
              });
      try (SSLSocket client =
          (SSLSocket)
              trust
                  .sslContext()
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
        return client.getInputStream().read();
      } finally {
        served.join();
      }
    }
  }
}
