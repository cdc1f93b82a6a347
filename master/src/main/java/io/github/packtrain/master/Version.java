package io.github.packtrain.master;

/** The release that runs. */
final class Version {
  private static final String UNKNOWN = "dev";

  private Version() {}

  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? UNKNOWN : version;
  }
}
