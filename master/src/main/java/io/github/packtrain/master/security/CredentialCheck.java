package io.github.packtrain.master.security;

import io.github.packtrain.master.call.Caller;
import io.github.packtrain.master.call.Failures;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Principal.Role;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every service: without a valid token of the needed role no call gets through, HTTP
 * included, since its calls come through here too. Streams whose token is revoked while they are
 * open are ended by {@link #endRevoked}.
 */
public final class CredentialCheck implements ServerInterceptor {
  public static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final String SCHEME = "Bearer ";
  private final Tokens tokens;
  private final Set<OpenStream> streams = ConcurrentHashMap.newKeySet();

  private record OpenStream(Token token, RevocableCall<?, ?> call) {}

  public CredentialCheck(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    if (MethodRoles.isOpen(method)) {
      return next.startCall(call, headers);
    }
    String header = headers.get(AUTHORIZATION);
    Optional<Token> token = findToken(header);
    if (token.isEmpty()) {
      return refuse(call, header == null ? missing() : invalid());
    }
    Principal principal = token.get().principal();
    Optional<Role> least = MethodRoles.findLeast(method);
    if (least.isEmpty() || !MethodRoles.allows(principal.role(), least.get())) {
      return refuse(call, forbidden(principal, method, least));
    }
    Context context = Context.current().withValue(Caller.KEY, principal);
    if (call.getMethodDescriptor().getType() == MethodType.UNARY) {
      return Contexts.interceptCall(context, call, headers, next);
    }
    RevocableCall<Q, A> revocable = new RevocableCall<>(call);
    return tracked(
        new OpenStream(token.get(), revocable),
        Contexts.interceptCall(context, revocable, headers, next));
  }

  /** Who shows this header; empty when nobody does. For routes that are no method. */
  public Optional<Principal> findPrincipal(@Nullable String authorization) {
    return findToken(authorization).map(Token::principal);
  }

  /** Ends the open streams whose token is no longer valid. Called every second or so. */
  public void endRevoked() {
    for (OpenStream stream : List.copyOf(streams)) {
      if (!tokens.isValid(stream.token)) {
        streams.remove(stream);
        stream.call.end(Failures.status(revoked()), Failures.trailers(revoked()));
      }
    }
  }

  private Optional<Token> findToken(@Nullable String header) {
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? tokens.find(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  private <Q> Listener<Q> tracked(OpenStream stream, Listener<Q> listener) {
    streams.add(stream);
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onCancel() {
        streams.remove(stream);
        super.onCancel();
      }

      @Override
      public void onComplete() {
        streams.remove(stream);
        super.onComplete();
      }
    };
  }

  private static <Q, A> Listener<Q> refuse(ServerCall<Q, A> call, Rejection rejection) {
    call.close(Failures.status(rejection), Failures.trailers(rejection));
    return new Listener<>() {};
  }

  /** No token at all. */
  public static Rejection missing() {
    return new Rejection(
        Kind.UNAUTHENTICATED,
        "TOKEN_MISSING",
        "this call needs a token",
        "it came without the header 'Authorization: Bearer TOKEN'",
        "set PACKTRAIN_TOKEN; the administrator's is in the file 'token' of the data directory");
  }

  /** A token that is unknown or revoked. */
  public static Rejection invalid() {
    return new Rejection(
        Kind.UNAUTHENTICATED,
        "TOKEN_INVALID",
        "this token is not valid",
        "it is not one of this master's, or it was revoked",
        "check PACKTRAIN_TOKEN, or ask the administrator for a new token");
  }

  private static Rejection revoked() {
    return new Rejection(
        Kind.UNAUTHENTICATED,
        "TOKEN_INVALID",
        "the token of this stream was revoked",
        "an administrator ended it",
        "ask the administrator for a new token");
  }

  private static Rejection forbidden(Principal principal, String method, Optional<Role> least) {
    return new Rejection(
        Kind.PERMISSION_DENIED,
        "ROLE_TOO_LOW",
        "%s may not call %s".formatted(principal.name(), method),
        least
            .map(
                role ->
                    "it needs the role %s, this token has the role %s"
                        .formatted(lower(role), lower(principal.role())))
            .orElse("nobody may"),
        "use a token of that role; an administrator makes one");
  }

  private static String lower(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
