package io.github.packtrain.master;

import io.github.packtrain.core.learn.ModelFamilies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The list of model families: the user's in the data directory, or the one of the program. */
final class FamilyFile {
  private static final String NAME = "model-families.txt";

  private FamilyFile() {}

  /**
   * Reads it.
   *
   * @throws IOException when the user's file cannot be read or has a line that says no family
   */
  static ModelFamilies read(Path dataDir) throws IOException {
    Path own = dataDir.resolve(NAME);
    if (Files.exists(own)) {
      try {
        return ModelFamilies.parse(Files.readAllLines(own));
      } catch (IllegalArgumentException e) {
        throw new IOException(own + ": " + e.getMessage(), e);
      }
    }
    try (InputStream in = ModelFamilies.class.getResourceAsStream(ModelFamilies.RESOURCE)) {
      if (in == null) {
        throw new IOException("the program comes without its list " + ModelFamilies.RESOURCE);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return ModelFamilies.parse(text.lines().toList());
    }
  }
}
