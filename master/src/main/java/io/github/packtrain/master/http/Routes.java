package io.github.packtrain.master.http;

import io.github.packtrain.model.Rejection;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All routes of the annotated services. */
final class Routes {
  private final List<Route> routes;

  /** A route that a request fits, with the values of its path's variables. */
  record Match(Route route, Map<String, String> variables) {}

  Routes(Collection<ServerServiceDefinition> services) {
    List<Route> found = new ArrayList<>();
    for (ServerServiceDefinition service : services) {
      for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
        Route.find(method.getMethodDescriptor()).ifPresent(found::add);
      }
    }
    found.sort(Comparator.comparing(Route::path).thenComparing(Route::verb));
    routes = List.copyOf(found);
  }

  List<Route> all() {
    return routes;
  }

  /**
   * The route for a request.
   *
   * @param rawPath not decoded, its percent signs checked
   * @throws HttpFailure when there is none
   */
  Match match(String verb, String rawPath) throws HttpFailure {
    List<String> otherVerbs = new ArrayList<>();
    for (Route route : routes) {
      Optional<Map<String, String>> variables = route.template().match(rawPath);
      if (variables.isPresent()) {
        if (route.verb().equals(verb)) {
          return new Match(route, variables.get());
        }
        otherVerbs.add(route.verb());
      }
    }
    if (!otherVerbs.isEmpty()) {
      throw HttpFailure.notAllowed(verb, rawPath, otherVerbs);
    }
    throw HttpFailure.of(
        Rejection.notFound(
            "ROUTE_NOT_FOUND",
            "there is no " + HttpFailure.shown(rawPath),
            "no call of the API has this path",
            "the API is below /v1, such as /v1/jobs and /v1/status"));
  }
}
