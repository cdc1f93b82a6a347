/**
 * How a worker or a client knows its master: the token text that pins the master's certificate
 * authority ({@link io.github.packtrain.session.security.PinnedToken}) and the trust that accepts
 * only that one ({@link io.github.packtrain.session.security.PinnedTrust}). JDK only.
 */
@NullMarked
package io.github.packtrain.session.security;

import org.jspecify.annotations.NullMarked;
