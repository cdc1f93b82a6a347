package io.github.packtrain.master;

import io.github.packtrain.journal.CrashPoint;
import io.github.packtrain.journal.DataDirectory;
import io.github.packtrain.journal.JournalException;
import io.github.packtrain.master.api.ServerStatus;
import io.github.packtrain.master.api.Services;
import io.github.packtrain.master.policy.PolicyJars;
import io.github.packtrain.master.policy.UserPolicies;
import io.github.packtrain.master.security.Certificates;
import io.github.packtrain.master.security.CredentialCheck;
import io.github.packtrain.master.security.Tokens;
import io.github.packtrain.master.shell.Shell;
import io.github.packtrain.master.shell.ShellOptions;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.grpc.BindableService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running master. Wiring happens here and nowhere else:
 *
 * <pre>
 *   data directory → log → tokens, certificates → shell (recovery, threads) → gRPC → HTTP → endpoint.json
 * </pre>
 *
 * and is undone in the opposite order.
 */
public final class Master implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Master.class);

  private final Opened opened;
  private final Doors doors;
  private final CompletableFuture<Optional<Rejection>> stopped = new CompletableFuture<>();

  private Master(Opened opened, Doors doors, Shell shell) {
    this.opened = opened;
    this.doors = doors;
    var _ = shell.condition().failure().thenAccept(why -> stopped.complete(Optional.of(why)));
  }

  /**
   * Starts a master; it serves when this returns.
   *
   * @throws MasterStartException with code PORT_IN_USE, DATA_DIR_IN_USE, DATA_DIR_NOT_WRITABLE,
   *     JOURNAL_DAMAGED, HOST_UNKNOWN, HOST_NOT_OURS or MASTER_START
   */
  public static Master start(MasterOptions options) throws MasterStartException {
    Opened opened = new Opened();
    try {
      return start(options, opened);
    } catch (JournalException e) {
      opened.close();
      throw refused(e);
    } catch (MasterStartException | RuntimeException e) {
      opened.close();
      throw e;
    } catch (IOException e) {
      opened.close();
      throw new MasterStartException(
          new Rejection(
              Kind.FAILED_PRECONDITION,
              "MASTER_START",
              "the master cannot start on " + options.dataDir(),
              String.valueOf(e.getMessage()),
              "correct that and start it again"),
          e);
    }
  }

  private static Master start(MasterOptions options, Opened opened)
      throws IOException, MasterStartException {
    long startedAtMillis = System.currentTimeMillis();
    InetAddress address = addressOf(options.host());
    DataDirectory directory = opened.add(DataDirectory.open(options.dataDir()));
    if (options.logFile()) {
      opened.add(MasterLog.open(directory.path()));
    }
    BadConnections bad = opened.add(new BadConnections());
    Tokens tokens = Tokens.open(directory.path());
    Certificates certificates = certificatesFor(address, directory, options);
    tokens.pinTo(certificates == null ? null : certificates.pin());
    CredentialCheck credentials = new CredentialCheck(tokens);
    UserPolicies policies = opened.add(policies(options));
    policies.problems().forEach(problem -> LOG.error("a policy is left out: {}", problem));
    Shell shell = opened.add(Shell.start(directory, options.shell(), policies));
    shell.repeat(credentials::endRevoked, 1);
    shell.repeat(bad::report, BadConnections.REPORT_SECONDS);
    AtomicInteger grpcPort = new AtomicInteger();
    ServerStatus status =
        new ServerStatus(
            Version.text(),
            directory.path(),
            startedAtMillis,
            grpcPort::get,
            FamilyFile.read(directory.path()));
    List<BindableService> services = Services.of(shell, status);
    Doors doors = opened.add(new Doors(address, certificates, credentials, services));
    CrashPoint.pass("master.start.shell");
    doors.open(options, shell);
    CrashPoint.pass("master.start.doors");
    grpcPort.set(doors.grpcPort());
    directory.announce(doors.httpUrl());
    opened.add(EndpointFile.write(directory.path(), doors));
    LOG.info(
        "release {} serves {} and gRPC on port {}, started in {} ms",
        Version.text(),
        doors.httpUrl(),
        doors.grpcPort(),
        System.currentTimeMillis() - startedAtMillis);
    return new Master(opened, doors, shell);
  }

  public int httpPort() {
    return doors.httpPort();
  }

  public int grpcPort() {
    return doors.grpcPort();
  }

  /** Where HTTP is served, such as {@code http://127.0.0.1:7070}. */
  public String httpUrl() {
    return doors.httpUrl();
  }

  /** Where workers dial, {@code host:port}. */
  public String grpcAddress() {
    return doors.grpcAddress();
  }

  /**
   * Waits until the master has stopped. After a failure it serves no more but still has to be
   * closed.
   *
   * @return why, when it could not go on; empty when it was closed
   */
  public Optional<Rejection> awaitStop() throws InterruptedException {
    try {
      return stopped.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a master does not fail", e);
    }
  }

  /** Stops in order: takes no more, finishes what came in, writes a snapshot, closes all files. */
  @Override
  public void close() {
    opened.close();
    stopped.complete(Optional.empty());
  }

  private static @Nullable Certificates certificatesFor(
      InetAddress address, DataDirectory directory, MasterOptions options) throws IOException {
    return address.isLoopbackAddress()
        ? null
        : Certificates.open(directory.path(), options.hostNames());
  }

  private static UserPolicies policies(MasterOptions options) throws MasterStartException {
    ShellOptions.OwnPolicies own = options.shell().own();
    Optional<Path> named = own.directory();
    if (named.isPresent() && !Files.isDirectory(named.get())) {
      throw new MasterStartException(
          new Rejection(
              Kind.NOT_FOUND,
              "POLICIES_DIRECTORY",
              "there is no directory of policies " + named.get(),
              "jars of users' own policies are looked for there",
              "make it, name another with --policies, or leave that out"),
          new NoSuchFileException(named.get().toString()));
    }
    try {
      return PolicyJars.read(
          named.orElse(options.dataDir().resolve("policies")), own.boundMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it read the policies", e);
    }
  }

  private static InetAddress addressOf(String host) throws MasterStartException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new MasterStartException(
          Rejection.invalid(
              "HOST_UNKNOWN",
              "there is no host '" + host + "' to listen on",
              "use 127.0.0.1 for this machine only, or 0.0.0.0 for all its addresses"),
          e);
    }
  }

  private static MasterStartException refused(JournalException e) {
    return new MasterStartException(
        new Rejection(Kind.FAILED_PRECONDITION, e.code(), e.what(), e.why(), e.hint()), e);
  }
}
