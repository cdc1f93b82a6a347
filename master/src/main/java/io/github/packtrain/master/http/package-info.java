/**
 * HTTP/JSON for people and tools. {@link io.github.packtrain.master.http.HttpApi} serves {@code
 * /v1}: its routes come from the {@code google.api.http} annotations of the services, its calls go
 * through the very same services and checks as gRPC, over a channel inside the process.
 *
 * <pre>
 * socket → ApiHandler [Host, Origin, bounds] → Routes → RequestReader → channel → CredentialCheck → service
 * </pre>
 */
@NullMarked
package io.github.packtrain.master.http;

import org.jspecify.annotations.NullMarked;
