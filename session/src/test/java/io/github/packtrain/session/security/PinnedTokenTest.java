package io.github.packtrain.session.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PinnedTokenTest {
  private static final String PIN =
      Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);

  @Test
  void bothFormsAreReadBack() {
    PinnedToken pinned = new PinnedToken(PIN, "pt_secret.with.dots");
    assertThat(PinnedToken.parse(" " + pinned.text() + "\n")).isEqualTo(pinned);
    PinnedToken bare = new PinnedToken(null, "pt_secret");
    assertThat(PinnedToken.parse(bare.text())).isEqualTo(bare);
    assertThat(pinned.findPinHex()).hasValue("0".repeat(64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ptj1.", "ptj1.abc", "ptj1.abc.pt_hidden", "two words", "a\u0000b"})
  void whatIsNoTokenIsRefusedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> PinnedToken.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pt_hidden");
  }

  @Test
  void itsTextForLogsHasNoSecret() {
    assertThat(new PinnedToken(PIN, "pt_hidden").toString()).doesNotContain("hidden");
    assertThat(new PinnedToken(null, "pt_hidden").toString()).doesNotContain("hidden");
  }
}
