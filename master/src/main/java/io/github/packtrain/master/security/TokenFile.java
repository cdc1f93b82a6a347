package io.github.packtrain.master.security;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.packtrain.model.Principal.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens as JSON text, one file with mode 0600. */
record TokenFile(Path path) {
  private static final Gson JSON = new GsonBuilder().setPrettyPrinting().create();

  /** As it stands in the file; every field may be missing in a damaged one. */
  private record Entry(
      @Nullable String id,
      @Nullable String name,
      @Nullable String role,
      @Nullable String sha256,
      @Nullable String createdAt) {}

  boolean exists() {
    return Files.exists(path);
  }

  List<Token> read() throws IOException {
    String text = Files.readString(path, StandardCharsets.UTF_8);
    List<Token> tokens = new ArrayList<>();
    try {
      Entry[] entries = JSON.fromJson(text, Entry[].class);
      for (Entry entry : entries == null ? new Entry[0] : entries) {
        tokens.add(token(entry));
      }
    } catch (JsonParseException | IllegalArgumentException | DateTimeException e) {
      throw new IOException(path + " is damaged: " + e.getMessage(), e);
    }
    return tokens;
  }

  void write(List<Token> tokens) throws IOException {
    Entry[] entries =
        tokens.stream()
            .map(
                t ->
                    new Entry(
                        t.id(), t.name(), t.role().name(), t.sha256(), t.createdAt().toString()))
            .toArray(Entry[]::new);
    OwnerOnly.write(path, (JSON.toJson(entries) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Token token(@Nullable Entry entry) {
    if (entry == null
        || entry.id == null
        || entry.name == null
        || entry.role == null
        || entry.sha256 == null
        || entry.createdAt == null) {
      throw new IllegalArgumentException("a token lacks a field");
    }
    return new Token(
        entry.id,
        entry.name,
        Role.valueOf(entry.role),
        entry.sha256,
        Instant.parse(entry.createdAt));
  }
}
