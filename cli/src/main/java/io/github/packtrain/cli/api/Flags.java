package io.github.packtrain.cli.api;

/**
 * What the command line said about where to go; empty for what it did not say.
 *
 * @param master {@code host:port} or a URL
 * @param data a data directory
 * @param tokenFile file of a token
 * @param output {@code table} or {@code json}
 */
public record Flags(String master, String data, String tokenFile, String output) {
  /** Nothing said. */
  public static final Flags NONE = new Flags("", "", "", "");
}
