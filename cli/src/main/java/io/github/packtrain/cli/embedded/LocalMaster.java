package io.github.packtrain.cli.embedded;

import io.github.packtrain.cli.api.Endpoint;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.master.Master;
import io.github.packtrain.master.MasterOptions;
import io.github.packtrain.master.MasterStartException;
import io.github.packtrain.model.Rejection;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The real master, in this process. */
public final class LocalMaster implements EmbeddedMaster {
  private final Master master;
  private final Endpoint endpoint;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalMaster(Master master, Endpoint endpoint) {
    this.master = master;
    this.endpoint = endpoint;
  }

  /** Starts one; a {@link EmbeddedMaster.Starter}. */
  public static EmbeddedMaster start(MasterFlags flags) {
    MasterOptions options =
        MasterOptions.of(flags.dataDirectory())
            .withPorts(flags.httpPort(), flags.grpcPort())
            .withHost(flags.host(), flags.hostNames())
            .withTimes(flags.heartbeatMillis(), flags.lostAfterMillis())
            .withPlacement(flags.placement())
            .withLimits(flags.rates(), MasterOptions.CONNECTIONS_MAX_DEFAULT);
    try {
      Master master = Master.start(flags.policies().map(options::withPolicies).orElse(options));
      return new LocalMaster(
          master,
          new Endpoint(
              URI.create(master.httpUrl()),
              master.grpcAddress(),
              Endpoint.tokenOf(flags.dataDirectory())));
    } catch (MasterStartException e) {
      throw failure(e.rejection());
    }
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public Optional<Failure> awaitStop() {
    try {
      return master.awaitStop().map(LocalMaster::failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      master.close();
    }
  }

  private static Failure failure(Rejection rejection) {
    ExitCode exit =
        switch (rejection.kind()) {
          case INVALID_ARGUMENT -> ExitCode.USAGE;
          case NOT_FOUND -> ExitCode.NOT_FOUND;
          case ALREADY_EXISTS, FAILED_PRECONDITION -> ExitCode.CONFLICT;
          case UNAUTHENTICATED, PERMISSION_DENIED -> ExitCode.DENIED;
          case UNAVAILABLE -> ExitCode.UNREACHABLE;
          case RESOURCE_EXHAUSTED -> ExitCode.ERROR;
        };
    return new Failure(
        exit, rejection.code(), rejection.message(), rejection.why(), rejection.hint());
  }
}
