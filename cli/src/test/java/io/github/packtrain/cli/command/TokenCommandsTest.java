package io.github.packtrain.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.cli.CommandRun;
import io.github.packtrain.cli.tree.JsonText;
import io.github.packtrain.cli.tree.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandsTest {
  @TempDir private Path home;

  private CommandRun run(String... args) {
    return CommandRun.alone(home, args);
  }

  @Test
  void tokensAreMadeListedAndRevoked() throws IOException {
    Path data = Files.createDirectory(home.resolve("data"));
    CommandRun made =
        run("token", "create", "alice", "--role", "viewer", "--data", data.toString());
    assertThat(made.out()).startsWith("pt_");
    assertThat(made.err()).contains("for alice, viewer; it cannot be shown again");
    Node tokens =
        JsonText.read(run("token", "list", "--data", data.toString(), "-o", "json").out());
    assertThat(tokens.items("tokens"))
        .extracting(token -> token.text("role"))
        .containsExactly("admin", "worker", "viewer");
    assertThat(JsonText.compact(tokens)).doesNotContain(made.out().strip());
    String id = tokens.items("tokens").getLast().text("id");
    assertThat(run("token", "revoke", id, "--data", data.toString()).out())
        .isEqualTo(id + " revoked\n");
    CommandRun again = run("token", "revoke", id, "--data", data.toString());
    assertThat(again.exit()).isEqualTo(3);
    assertThat(run("token", "list", "--data", data.toString()).out()).doesNotContain("alice");
  }

  @Test
  void mistakesAreSaid() throws IOException {
    assertThat(run("token", "list").err())
        .contains("there is no data directory")
        .contains("TOKEN.no_data");
    Path data = Files.createDirectory(home.resolve("data"));
    CommandRun bad = run("token", "create", "no name", "--data", data.toString());
    assertThat(bad.err()).startsWith("error: 'no name' cannot be a name");
    assertThat(bad.exit()).isEqualTo(2);
  }
}
