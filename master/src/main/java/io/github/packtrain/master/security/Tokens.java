package io.github.packtrain.master.security;

import io.github.packtrain.model.Principal.Role;
import io.github.packtrain.session.security.PinnedToken;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of one data directory: opaque random tokens of which only the hash is kept. At
 * first use an administrator's token is made, in the file {@code token}, and the workers' token, in
 * {@code join-token}; both can be read by their owner only, and the command line on the same
 * account reads them by itself.
 *
 * <p>Several processes may have the same directory open: a change by one (such as {@code packtrain
 * token revoke}) is seen by the others within {@value #REFRESH_MILLIS} ms. Thread-safe.
 */
public final class Tokens {
  /** File of the administrator's token. */
  public static final String ADMIN_FILE = "token";

  /** File of the workers' token. */
  public static final String JOIN_FILE = "join-token";

  /** How long a change by another process may go unnoticed. */
  public static final long REFRESH_MILLIS = 500;

  private static final int SECRET_BYTES = 32;
  private static final int ID_CHARS = 8;
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@-]{0,62}";

  /** File locks hold between processes, this one between threads. */
  private static final Object WRITING = new Object();

  private final Path dataDir;
  private final TokenFile file;
  private final SecureRandom random = new SecureRandom();
  private volatile Known known;
  private volatile long checkedNanos;

  private record Known(Map<String, Token> byHash, Version version) {}

  /** Tells one content of the file from another: it is always replaced, never written over. */
  private record Version(@Nullable Object key, FileTime modified, long bytes) {}

  private Tokens(Path dataDir, TokenFile file) throws IOException {
    this.dataDir = dataDir;
    this.file = file;
    this.known = load();
    this.checkedNanos = System.nanoTime();
  }

  /**
   * Opens the tokens of a data directory, making the directory, the administrator's token and the
   * workers' token where they are missing.
   *
   * @throws IOException when the directory cannot be written or the file of tokens is damaged
   */
  public static Tokens open(Path dataDir) throws IOException {
    OwnerOnly.createDirectories(dataDir);
    TokenFile file = new TokenFile(dataDir.resolve("tokens.json"));
    synchronized (WRITING) {
      try (FileChannel channel = OwnerOnly.open(dataDir.resolve("tokens.lock"));
          FileLock _ = channel.lock()) {
        if (!file.exists()) {
          file.write(List.of());
        }
      }
    }
    Tokens tokens = new Tokens(dataDir, file);
    tokens.issueInto(ADMIN_FILE, accountName(), Role.ADMIN);
    tokens.issueInto(JOIN_FILE, "worker", Role.WORKER);
    return tokens;
  }

  /** The token with this secret, unless there is none or it was revoked. */
  public Optional<Token> find(String secret) {
    refreshIfDue();
    return Optional.ofNullable(known.byHash.get(hash(secret)));
  }

  /** Whether the token is still valid. */
  public boolean isValid(Token token) {
    refreshIfDue();
    return token.equals(known.byHash.get(token.sha256()));
  }

  /** All tokens, oldest first. */
  public List<Token> list() throws IOException {
    return file.read();
  }

  /**
   * Makes a token. Its secret cannot be shown again.
   *
   * @param name of the principal: letters, digits and {@code . _ @ -}, at most 63
   * @throws IllegalArgumentException when it cannot be a name
   */
  public Token.Issued create(String name, Role role) throws IOException {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "a name begins with a letter or digit and goes on with letters, digits, . _ @ -, at most"
              + " 63 in all");
    }
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = "pt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    String hash = hash(secret);
    Token token =
        new Token(
            hash.substring(0, ID_CHARS),
            name,
            role,
            hash,
            Instant.now().truncatedTo(ChronoUnit.SECONDS));
    change(
        tokens -> {
          List<Token> more = new ArrayList<>(tokens);
          more.add(token);
          return more;
        });
    return new Token.Issued(token, secret);
  }

  /**
   * Revokes a token for good.
   *
   * @return whether there was one with this id
   */
  public boolean revoke(String id) throws IOException {
    return change(tokens -> tokens.stream().filter(t -> !t.id().equals(id)).toList()) < 0;
  }

  /** The workers' token, as it stands in its file. */
  public PinnedToken joinToken() throws IOException {
    return readToken(JOIN_FILE);
  }

  /**
   * Writes the pin of the master's authority into the files of the tokens, so that whoever reads
   * one knows whom to trust.
   *
   * @param pin null where the master has no TLS
   */
  public void pinTo(@Nullable String pin) throws IOException {
    for (String name : List.of(ADMIN_FILE, JOIN_FILE)) {
      PinnedToken now = readToken(name);
      PinnedToken then = new PinnedToken(pin, now.secret());
      if (!then.equals(now)) {
        OwnerOnly.write(dataDir.resolve(name), line(then));
      }
    }
  }

  private void issueInto(String fileName, String name, Role role) throws IOException {
    Path path = dataDir.resolve(fileName);
    if (!Files.exists(path)) {
      Token.Issued issued = create(name, role);
      OwnerOnly.write(path, line(new PinnedToken(null, issued.secret())));
    }
  }

  private PinnedToken readToken(String fileName) throws IOException {
    Path path = dataDir.resolve(fileName);
    try {
      return PinnedToken.parse(Files.readString(path, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IOException(path + " holds no token: " + e.getMessage(), e);
    }
  }

  private static byte[] line(PinnedToken token) {
    return (token.text() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Answers by how many tokens there are more now. */
  private int change(Function<List<Token>, List<Token>> change) throws IOException {
    synchronized (WRITING) {
      try (FileChannel channel = OwnerOnly.open(dataDir.resolve("tokens.lock"));
          FileLock _ = channel.lock()) {
        List<Token> present = file.read();
        List<Token> changed = change.apply(present);
        file.write(changed);
        known = load();
        return changed.size() - present.size();
      }
    }
  }

  private void refreshIfDue() {
    long now = System.nanoTime();
    if (now - checkedNanos < REFRESH_MILLIS * 1_000_000) {
      return;
    }
    checkedNanos = now;
    try {
      if (!version().equals(known.version)) {
        known = load();
      }
    } catch (IOException _) {
      // Fail closed: what cannot be read lets nobody in, and is tried again.
      known = new Known(Map.of(), new Version(null, FileTime.fromMillis(0), -1));
    }
  }

  private Known load() throws IOException {
    Version version = version();
    Map<String, Token> byHash =
        file.read().stream().collect(Collectors.toMap(Token::sha256, t -> t, (a, _) -> a));
    return new Known(byHash, version);
  }

  private Version version() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
    return new Version(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
  }

  private static String accountName() {
    String account = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._@-]", "");
    return account.matches(NAME) ? account : "admin";
  }

  private static String hash(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
