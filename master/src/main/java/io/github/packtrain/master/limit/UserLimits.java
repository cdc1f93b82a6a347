package io.github.packtrain.master.limit;

import io.github.packtrain.master.call.Caller;
import io.github.packtrain.master.call.Failures;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Principal.Role;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Keeps each user within bounds: calls and submitted tasks in a second, calls and streams at once.
 * Stands behind the check of credentials, for HTTP as for gRPC. Workers have bounds of their own.
 */
public final class UserLimits implements ServerInterceptor {
  static final long RETRY_MILLIS = 1_000;

  private final UserRates rates;
  private final LongSupplier clockNanos;

  /** As many as there are tokens. */
  private final ConcurrentHashMap<String, User> users = new ConcurrentHashMap<>();

  public UserLimits(UserRates rates) {
    this(rates, System::nanoTime);
  }

  UserLimits(UserRates rates, LongSupplier clockNanos) {
    this.rates = rates;
    this.clockNanos = clockNanos;
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Principal caller = Caller.KEY.get();
    if (caller == null || caller.role() == Role.WORKER) {
      return next.startCall(call, headers);
    }
    User user = users.computeIfAbsent(caller.name(), name -> new User(name, rates, clockNanos));
    long waitMillis = user.requests.take(1);
    if (waitMillis > 0) {
      return refuse(call, tooFast(user.name, rates.requestsPerSecond()), waitMillis);
    }
    boolean unary = call.getMethodDescriptor().getType() == MethodType.UNARY;
    Semaphore places = unary ? user.requestPlaces : user.streamPlaces;
    if (!places.tryAcquire()) {
      return refuse(call, unary ? tooMany(user.name) : tooManyStreams(user.name), RETRY_MILLIS);
    }
    return new LimitedCall<>(next.startCall(call, headers), call, user, places);
  }

  private static <Q, A> Listener<Q> refuse(
      ServerCall<Q, A> call, Rejection rejection, long retryAfterMillis) {
    call.close(Failures.status(rejection), Failures.trailers(rejection, retryAfterMillis));
    return new Listener<>() {};
  }

  private static Rejection tooFast(String user, int perSecond) {
    return exhausted(
        "TOO_MANY_REQUESTS",
        user + " sends more requests than one user may",
        "the limit is " + perSecond + " in a second",
        "send them more slowly, or several jobs in one request");
  }

  private static Rejection tooMany(String user) {
    return exhausted(
        "TOO_MANY_REQUESTS",
        "as many requests of " + user + " are being answered as may be",
        "the limit is " + User.REQUESTS_MAX + " at the same time",
        "wait for some answers before sending more");
  }

  static Rejection tooManyBytes(String user) {
    return exhausted(
        "TOO_MANY_REQUESTS",
        "the requests of " + user + " that are being answered are too large together",
        "the limit is " + User.REQUEST_BYTES_MAX / (1024 * 1024) + " MiB",
        "wait for some answers before sending more");
  }

  static Rejection tooManyTasks(String user) {
    return exhausted(
        "TOO_MANY_TASKS",
        user + " submits more tasks than one user may",
        "the master's limit for each user in a second is reached",
        "submit them more slowly; the administrator may set another limit");
  }

  private static Rejection tooManyStreams(String user) {
    return exhausted(
        "TOO_MANY_STREAMS",
        user + " has as many streams open as one user may",
        "the limit is " + User.STREAMS_MAX,
        "close one that is not needed");
  }

  private static Rejection exhausted(String code, String message, String why, String hint) {
    return new Rejection(Kind.RESOURCE_EXHAUSTED, code, message, why, hint);
  }
}
