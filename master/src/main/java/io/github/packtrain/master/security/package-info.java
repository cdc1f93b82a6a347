/**
 * Who gets in. {@link io.github.packtrain.master.security.Tokens} keeps the credentials, {@link
 * io.github.packtrain.master.security.MethodRoles} says which role each method needs, {@link
 * io.github.packtrain.master.security.CredentialCheck} stands before every service, and {@link
 * io.github.packtrain.master.security.Certificates} makes the master's own authority for listening
 * beyond this machine.
 */
@NullMarked
package io.github.packtrain.master.security;

import org.jspecify.annotations.NullMarked;
