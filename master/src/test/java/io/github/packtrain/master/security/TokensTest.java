package io.github.packtrain.master.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.packtrain.model.Principal.Role;
import io.github.packtrain.session.security.PinnedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensTest {
  @TempDir Path dir;

  @Test
  void theFirstStartMakesAnAdministratorsAndAWorkersToken() throws IOException {
    Tokens tokens = Tokens.open(dir);
    String admin = Files.readString(dir.resolve(Tokens.ADMIN_FILE)).strip();
    assertThat(tokens.find(admin)).map(Token::role).hasValue(Role.ADMIN);
    assertThat(tokens.find(tokens.joinToken().secret())).map(Token::role).hasValue(Role.WORKER);
    for (String file : List.of(Tokens.ADMIN_FILE, Tokens.JOIN_FILE, "tokens.json")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(dir.resolve("tokens.json")))
        .doesNotContain(admin.substring(3))
        .doesNotContain(tokens.joinToken().secret().substring(3));
  }

  @Test
  void aSecondStartKeepsThem() throws IOException {
    Tokens.open(dir);
    String admin = Files.readString(dir.resolve(Tokens.ADMIN_FILE));
    Tokens again = Tokens.open(dir);
    assertThat(Files.readString(dir.resolve(Tokens.ADMIN_FILE))).isEqualTo(admin);
    assertThat(again.list()).hasSize(2);
  }

  @Test
  void nobodyElseGetsIn() throws IOException {
    Tokens tokens = Tokens.open(dir);
    assertThat(tokens.find("")).isEmpty();
    assertThat(tokens.find("pt_wrong")).isEmpty();
    assertThat(tokens.find(tokens.list().getFirst().sha256())).isEmpty();
  }

  @Test
  void aRevocationByAnotherProcessIsSeen() throws IOException {
    Tokens running = Tokens.open(dir);
    Tokens commandLine = Tokens.open(dir);
    Token.Issued ann = commandLine.create("ann", Role.SUBMITTER);
    await().until(() -> running.find(ann.secret()).isPresent());
    assertThat(running.find(ann.secret()).orElseThrow().principal().name()).isEqualTo("ann");
    assertThat(commandLine.revoke(ann.token().id())).isTrue();
    await().until(() -> running.find(ann.secret()).isEmpty());
    assertThat(running.isValid(ann.token())).isFalse();
    assertThat(commandLine.revoke(ann.token().id())).isFalse();
  }

  @Test
  void aRevokedAdministratorsTokenStaysRevokedOverRestarts() throws IOException {
    Tokens tokens = Tokens.open(dir);
    String admin = Files.readString(dir.resolve(Tokens.ADMIN_FILE)).strip();
    tokens.revoke(tokens.find(admin).orElseThrow().id());
    assertThat(Tokens.open(dir).find(admin)).isEmpty();
  }

  @Test
  void thePinGoesIntoTheFilesAndOutAgain() throws IOException {
    Tokens tokens = Tokens.open(dir);
    String secret = tokens.joinToken().secret();
    String pin = "A".repeat(43);
    tokens.pinTo(pin);
    assertThat(Tokens.open(dir).joinToken()).isEqualTo(new PinnedToken(pin, secret));
    tokens.pinTo(null);
    assertThat(tokens.joinToken()).isEqualTo(new PinnedToken(null, secret));
  }

  @Test
  void aDamagedFileIsRefusedByNameAndLetsNobodyInWhileRunning() throws IOException {
    Tokens running = Tokens.open(dir);
    String admin = Files.readString(dir.resolve(Tokens.ADMIN_FILE)).strip();
    Files.writeString(dir.resolve("tokens.json"), "[{\"id\": \"x\"}]");
    assertThatThrownBy(() -> Tokens.open(dir)).hasMessageContaining("tokens.json is damaged");
    await().until(() -> running.find(admin).isEmpty());
  }

  @Test
  void namesAreChecked() throws IOException {
    Tokens tokens = Tokens.open(dir);
    for (String name : List.of("", "a b", "-x", "a\nb", "a".repeat(64))) {
      assertThatThrownBy(() -> tokens.create(name, Role.VIEWER))
          .as("'%s'", name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(tokens.create("ann@lab", Role.VIEWER).toString()).doesNotContain("pt_");
  }
}
