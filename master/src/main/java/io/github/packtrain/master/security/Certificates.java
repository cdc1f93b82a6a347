package io.github.packtrain.master.security;

import io.github.packtrain.session.security.PinnedTrust;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The master's own certificate authority and its server certificate, made by the JDK's keytool when
 * the master first listens beyond this machine, and kept in {@code tls/} of the data directory with
 * mode 0600. The authority signs this one master and nobody else; clients pin it ({@link
 * PinnedTrust}). The server certificate is made anew when it is about to run out or when the
 * machine's addresses changed; pins stay valid.
 */
public final class Certificates {
  private static final String AUTHORITY = "authority";
  private static final String SERVER = "server";
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);
  private static final int AUTHORITY_DAYS = 3_650;
  private static final int SERVER_DAYS = 397;
  private static final int SAN_DNS = 2;
  private static final int SAN_ADDRESS = 7;

  private final X509Certificate authority;
  private final KeyManagerFactory keys;
  private final Set<String> names;

  private Certificates(X509Certificate authority, KeyManagerFactory keys, Set<String> names) {
    this.authority = authority;
    this.keys = keys;
    this.names = names;
  }

  /**
   * Opens the certificates of a data directory, making or renewing what is missing. Making them
   * takes a second or two.
   *
   * @param hostNames names and addresses beyond the machine's own by which it is reached
   * @throws IOException when keytool fails or the files cannot be read or written
   */
  public static Certificates open(Path dataDir, Collection<String> hostNames) throws IOException {
    Path directory = dataDir.resolve("tls");
    OwnerOnly.createDirectories(directory);
    Path store = directory.resolve("keys.p12");
    Path passwordFile = directory.resolve("keys.password");
    if (!Files.exists(passwordFile)) {
      OwnerOnly.write(passwordFile, newPassword());
    }
    char[] password = Files.readString(passwordFile, StandardCharsets.US_ASCII).toCharArray();
    Keytool keytool = new Keytool(store, passwordFile);
    try {
      if (!Files.exists(store)) {
        makeAuthority(keytool);
      }
      KeyStore keys = load(store, password);
      Set<String> names = ownNames(hostNames);
      if (mustMake(keys, names)) {
        makeServer(keytool, keys.containsAlias(SERVER), names);
        keys = load(store, password);
      }
      X509Certificate authority = (X509Certificate) keys.getCertificate(AUTHORITY);
      OwnerOnly.write(directory.resolve("ca.pem"), pem(authority));
      return new Certificates(authority, serverOnly(keys, password), names);
    } catch (GeneralSecurityException e) {
      throw new IOException(store + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** What clients pin. */
  public String pin() {
    return PinnedTrust.pinOf(authority);
  }

  /** The names and addresses that the certificate is for. */
  public Set<String> names() {
    return Collections.unmodifiableSet(names);
  }

  public KeyManagerFactory keys() {
    return keys;
  }

  public SSLContext sslContext() {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(keys.getKeyManagers(), null, new SecureRandom());
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private static void makeAuthority(Keytool keytool) throws IOException {
    keytool.run(
        List.of(
            "-genkeypair",
            "-alias",
            AUTHORITY,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=Packtrain authority",
            "-validity",
            String.valueOf(AUTHORITY_DAYS),
            "-ext",
            "bc:c=ca:true,pathlen:0",
            "-ext",
            "ku:c=keyCertSign,cRLSign"));
    OwnerOnly.restrict(keytool.store());
  }

  private static void makeServer(Keytool keytool, boolean replace, Set<String> names)
      throws IOException {
    if (replace) {
      keytool.run(List.of("-delete", "-alias", SERVER));
    }
    List<String> alternatives =
        names.stream().map(name -> (isAddress(name) ? "ip:" : "dns:") + name).toList();
    keytool.run(
        List.of(
            "-genkeypair",
            "-alias",
            SERVER,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-signer",
            AUTHORITY,
            "-dname",
            "CN=Packtrain master",
            "-validity",
            String.valueOf(SERVER_DAYS),
            "-ext",
            "san=" + String.join(",", alternatives),
            "-ext",
            "ku:c=digitalSignature",
            "-ext",
            "eku=serverAuth"));
    OwnerOnly.restrict(keytool.store());
  }

  private static boolean mustMake(KeyStore keys, Set<String> names)
      throws GeneralSecurityException {
    if (!(keys.getCertificate(SERVER) instanceof X509Certificate server)) {
      return true;
    }
    Instant end = server.getNotAfter().toInstant();
    return end.isBefore(Instant.now().plus(RENEW_BEFORE)) || !namesOf(server).containsAll(names);
  }

  private static Set<String> namesOf(X509Certificate certificate) throws GeneralSecurityException {
    Set<String> names = new HashSet<>();
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
      int kind = (Integer) alternative.getFirst();
      if (kind == SAN_DNS || kind == SAN_ADDRESS) {
        names.add(normal(String.valueOf(alternative.get(1))));
      }
    }
    return names;
  }

  /** The names and addresses by which this machine may be reached, sorted. */
  private static Set<String> ownNames(Collection<String> more) throws IOException {
    Set<String> names = new TreeSet<>(List.of("localhost", normal("127.0.0.1"), normal("::1")));
    try {
      for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
        network
            .inetAddresses()
            .filter(address -> !address.isLinkLocalAddress())
            .forEach(address -> names.add(normal(address.getHostAddress())));
      }
      names.add(InetAddress.getLocalHost().getHostName());
    } catch (SocketException | UnknownHostException _) {
      // What the machine does not know of itself cannot be in the certificate; pins do not need it.
    }
    for (String name : more) {
      names.add(normal(name));
    }
    names.removeIf(name -> !name.matches("[A-Za-z0-9.:-]+"));
    return names;
  }

  /** One spelling for each address, so that what keytool wrote is recognised. */
  private static String normal(String name) {
    if (!isAddress(name)) {
      return name;
    }
    int zone = name.indexOf('%');
    return InetAddress.ofLiteral(zone < 0 ? name : name.substring(0, zone)).getHostAddress();
  }

  private static boolean isAddress(String name) {
    return name.indexOf(':') >= 0 || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  private static KeyStore load(Path store, char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    return keys;
  }

  private static KeyManagerFactory serverOnly(KeyStore keys, char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore only = KeyStore.getInstance("PKCS12");
    only.load(null, password);
    Certificate[] chain = keys.getCertificateChain(SERVER);
    only.setKeyEntry(SERVER, keys.getKey(SERVER, password), password, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(only, password);
    return factory;
  }

  private static byte[] newPassword() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encode(bytes);
  }

  private static byte[] pem(X509Certificate certificate) throws GeneralSecurityException {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(certificate.getEncoded());
    return ("-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
