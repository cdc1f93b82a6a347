/**
 * Talking to a master over HTTP/JSON, and finding out which one: flag, environment, file, or the
 * one that runs on the local data directory.
 *
 * <p>Start at {@link io.github.packtrain.cli.api.Settings} and {@link
 * io.github.packtrain.cli.api.MasterApi}. {@code HttpURLConnection} is used because it is what
 * starts fastest.
 */
@NullMarked
package io.github.packtrain.cli.api;

import org.jspecify.annotations.NullMarked;
